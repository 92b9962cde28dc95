using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Csv;

/// <summary>Rows of ledger facts. Of two rows with one key the first of the file wins.</summary>
internal sealed class PostingFormat(Header header) : IRowFormat
{
    private readonly int source = header["source"];
    private readonly int externalId = header["external_id"];
    private readonly int customerId = header["customer_id"];
    private readonly int kind = header["kind"];
    private readonly int amount = header["amount"];
    private readonly int occurredOn = header["occurred_on"];
    private readonly int dueOn = header["due_on"];

    /// <inheritdoc/>
    public Refusal? TryRead(Cells cells, DateOnly today, out RowContent content)
    {
        content = null!;
        DateOnly? due = null;
        Posting posting = null!;
        var refusal =
            Required(cells.Number(amount, "amount", out var value), value, "amount")
            ?? Required(cells.Day(occurredOn, "occurredOn", out var day), day, "occurredOn")
            ?? cells.Day(dueOn, "dueOn", out due)
            ?? Posting.TryCreate(
                cells.Text(source), cells.Text(externalId), cells.Text(customerId), cells.Text(kind),
                value!.Value, day!.Value, due, today, out posting);
        if (refusal is null)
        {
            content = new(posting.CustomerId, $"{posting.Source}\n{posting.ExternalId}", new AcceptPosting(today, posting));
        }

        return refusal;
    }

    private static Refusal? Required<T>(Refusal? refusal, T? value, string field) where T : struct =>
        refusal ?? (value is null ? new("required", $"{field} is required.", field) : null);
}
