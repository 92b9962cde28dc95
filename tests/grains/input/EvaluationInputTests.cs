using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Input;

public sealed class EvaluationInputTests
{
    private static readonly DateOnly Today = Make.Day("2024-07-01");

    [Theory]
    [InlineData("li", "80", null, "ok", null)]
    [InlineData("li", "0", "2024-07-01", null, null)]
    [InlineData("li", "100.00", "1900-01-01", null, null)]
    [InlineData(null, "80", null, null, "required")]
    [InlineData("l\0", "80", null, null, "text-invalid")]
    [InlineData("li", "-0.01", null, null, "points-out-of-range")]
    [InlineData("li", "100.01", null, null, "points-out-of-range")]
    [InlineData("li", "80.001", null, null, "points-out-of-range")]
    [InlineData("li", "80", "2024-07-02", null, "date-in-future")]
    [InlineData("li", "80", "1899-12-31", null, "date-out-of-range")]
    [InlineData("li", "80", null, "a\0", "text-invalid")]
    public void TryCreate(string? evaluator, string points, string? on, string? note, string? code)
    {
        var number = decimal.Parse(points, System.Globalization.CultureInfo.InvariantCulture);

        var refusal = Evaluation.TryCreate(evaluator, number, on is null ? null : Make.Day(on), note, Today, out var evaluation);

        Assert.Equal(code, refusal?.Code);
        Assert.True(refusal is not null || (evaluation.On == (on is null ? Today : Make.Day(on)) && evaluation.Points == (int)(number * 100)));
    }
}
