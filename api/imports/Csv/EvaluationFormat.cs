using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Csv;

/// <summary>Rows of judgements. Without <c>on</c> the judgement is of the business day.</summary>
internal sealed class EvaluationFormat(Header header) : IRowFormat
{
    private readonly int customerId = header["customer_id"];
    private readonly int evaluator = header["evaluator"];
    private readonly int points = header["points"];
    private readonly int on = header["on"];
    private readonly int note = header["note"];

    /// <inheritdoc/>
    public Refusal? TryRead(Cells cells, DateOnly today, out RowContent content)
    {
        content = null!;
        DateOnly? day = null;
        var hundredths = 0;
        var (customer, who, said) = (cells.Text(customerId), cells.Text(evaluator), cells.Text(note));
        var refusal =
            Text.CheckId(customer, "customerId")
            ?? Text.CheckId(who, "evaluator")
            ?? cells.Number(points, "points", out var value)
            ?? (value is null ? new("required", "points is required.", "points") : Points.TryHundredths(value.Value, "points", out hundredths))
            ?? cells.Day(on, "on", out day)
            ?? CheckDay(day, today)
            ?? Text.CheckNote(said, "note");
        if (refusal is null)
        {
            content = new(customer!, customer!, new RecordEvaluation(today, new Evaluation(who!, day ?? today, hundredths), said));
        }

        return refusal;
    }

    private static Refusal? CheckDay(DateOnly? day, DateOnly today) => day switch
    {
        _ when day > today => new("date-in-future", $"on lies after the business day {today:yyyy-MM-dd}.", "on"),
        _ when day < Days.Earliest => new("date-out-of-range", $"on lies before {Days.Earliest:yyyy-MM-dd}.", "on"),
        _ => null,
    };
}
