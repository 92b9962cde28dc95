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
        Evaluation evaluation = null!;
        var (customer, said) = (cells.Text(customerId), cells.Text(note));
        var refusal =
            Text.CheckId(customer, "customerId")
            ?? cells.Number(points, "points", out var value)
            ?? (value is null ? new Refusal("required", "points is required.", "points") : null)
            ?? cells.Day(on, "on", out day)
            ?? Evaluation.TryCreate(cells.Text(evaluator), value!.Value, day, said, today, out evaluation);
        if (refusal is null)
        {
            content = new(customer!, $"{customer}\n{evaluation.Evaluator}\n{evaluation.On:O}", new RecordEvaluation(today, evaluation, said));
        }

        return refusal;
    }
}
