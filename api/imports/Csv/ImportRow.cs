using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Csv;

/// <summary>One data row: the command it means, or why it means none.</summary>
/// <param name="Number">Counts data rows from 1.</param>
/// <param name="Line">The physical line on which the row begins.</param>
/// <param name="StartsGroup">Whether its verdict depends on no row read before it.</param>
/// <param name="Raw">The row as it was sent, without its line break.</param>
/// <param name="Columns">How many cells it has; 0: its quotes do not say.</param>
/// <param name="Content">Null when refused.</param>
/// <param name="Refusal">Null when it has content.</param>
internal sealed record ImportRow(
    long Number, long Line, bool StartsGroup, string Raw, int Columns, RowContent? Content, Refusal? Refusal);

/// <summary>What a row asks for.</summary>
/// <param name="Order">Rows with the same key here must be done in the order of the file.</param>
internal sealed record RowContent(string CustomerId, string Order, Command Command);

/// <summary>How a kind of file is read, row by row.</summary>
internal interface IRowFormat
{
    /// <summary>Reads the current row into what it asks for, or says what is wrong with it.</summary>
    Refusal? TryRead(Cells cells, DateOnly today, out RowContent content);
}
