using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Ratings;

/// <summary>A rating in plain sentences.</summary>
public sealed class SentenceTests
{
    private static readonly CustomerState Customer = Make.State(
        Make.Posting("shipment", 150_000, "2024-09-01"), Make.Posting("shipment", 50_000, "2025-09-01"), Make.Posting("shipment", 10_000, "2026-01-01"),
        Make.Posting("repayment", 60_000, "2026-02-01"));

    [Fact]
    public void SayWhatWonWhatDidNotAndHowThePointsAddUp()
    {
        var said = Say(Tongue.English);
        Assert.Equal("As of 2026-06-15, by version 1 of the standard, the customer is deteriorating.sales, score 30, tier 4.", said[0]);
        Assert.Equal("Rule 9, deteriorating.sales, holds: growth of sales -60 % ≤ -50 %.", said[1]);
        Assert.Equal("Rule 1, new.effective, does not hold: new this year is no.", said[2]);
        Assert.Equal("Rule 3, problem.stagnant, does not hold: sales is 60 000.00, not < 20 000.00.", said[4]);
        Assert.Equal(
            "The score 30: sales 60 000.00 gives 0 × 30 % = 0; growth of sales -60 % gives 0 × 30 % = 0; repayment rate 100 % gives 100 × 20 % = 20; return rate 0 % gives 100 × 10 % = 10; evaluation undefined gives 0 × 10 % = 0.",
            said[^2]);
    }

    [Fact]
    public void SayTheSameInChinese()
    {
        var said = Say(Tongue.Chinese);
        Assert.Equal("截至 2026-06-15，按标准第 1 版，该客户为劣化客户（销售），综合评分 30，服务等级 4。", said[0]);
        Assert.Equal("第 9 条劣化客户（销售）成立：销售增长率 -60% ≤ -50%。", said[1]);
        Assert.Equal("第 3 条问题客户（呆滞）不成立：销售额 60 000.00，要求 < 20 000.00。", said[4]);
    }

    [Theory]
    [InlineData(950_000, "95 %, not > 95 %", "95%，要求 > 95%")]
    [InlineData(949_960, "94.996 %, not > 95 %", "94.996%，要求 > 95%")]
    [InlineData(949_999.99, "94.999999 %, not > 95 %", "94.999999%，要求 > 95%")]
    [InlineData(950_000.01, "95.000001 % > 95 %", "95.000001% > 95%")]
    public void AValueThatMissesByAHairSaysSo(decimal repaid, string english, string chinese)
    {
        var state = Make.State(
            Make.Posting("shipment", 1000, "2024-01-01"), Make.Posting("shipment", 250_000, "2026-01-01"), Make.Posting("shipment", 250_000, "2026-01-02"),
            Make.Posting("shipment", 250_000, "2026-01-03"), Make.Posting("shipment", 250_000, "2026-01-04"), Make.Posting("repayment", repaid, "2026-02-01"));
        var rating = Rater.Rate(state, Make.Day("2026-06-15"), Make.DefaultPolicy);
        var explanation = Explanation.Of(Make.DefaultPolicy, rating.Measures);
        Assert.Contains(english, string.Join('\n', RatingSentences.Of(rating, explanation, Tongue.English)), StringComparison.Ordinal);
        Assert.Contains(chinese, string.Join('\n', RatingSentences.Of(rating, explanation, Tongue.Chinese)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 3, "0.333333333", "just over 33.3333333 %")]
    [InlineData(-1, 3, "-0.333333333", "just under -33.3333333 %")]
    [InlineData(2, 3, "0.666667", "66.66667 %")]
    [InlineData(333_333_333, 1_000_000_000, "0.333333333", "33.3333333 %")]
    [InlineData(1, 2, "0.500000001", "50 %")]
    public void SoDoesOneThatNoNumberOfDecimalsCanTell(long numerator, long denominator, string threshold, string said)
    {
        var limit = decimal.Parse(threshold, System.Globalization.CultureInfo.InvariantCulture);
        var condition = new ShownCondition(Measure.Growth, ">", limit, 0m, false) { Exact = Quantity.Ratio(numerator, denominator) };
        Assert.Equal(said, ComparedWords.Value(condition, Tongue.English));
    }

    [Fact]
    public void WhatIsSaidComparesAsItDid() => Seeds.Run(2000, random =>
    {
        var threshold = random.Next(-20, 20) / 10m + (random.Next(3) == 0 ? random.Next(1000) / 1_000_000_000m : 0);
        var denominator = random.NextInt64(1, 1L << random.Next(1, 45));
        var exact = Quantity.Ratio((Int128)(threshold * denominator) + random.Next(-2, 3), denominator);
        var measure = random.Next(2) == 0 ? Measure.RepaymentRate : Measure.Evaluation;
        var said = ComparedWords.Value(new ShownCondition(measure, ">", threshold, 0m, false) { Exact = exact }, Tongue.English);
        var order = Math.Sign(exact.CompareTo(threshold));
        if (said.StartsWith("just ", StringComparison.Ordinal))
        {
            Assert.Equal(order < 0 ? "just under " : "just over ", said[..(order < 0 ? 11 : 10)]);
            return;
        }

        var shown = decimal.Parse(said.TrimEnd(' ', '%'), System.Globalization.CultureInfo.InvariantCulture) / (measure == Measure.RepaymentRate ? 100 : 1);
        Assert.Equal(order, Math.Sign(shown.CompareTo(threshold)));
    });

    [Fact]
    public void TheContributionsAddUpToTheScore() => Seeds.Run(500, random =>
    {
        var rating = Rater.Rate(FromOracle.State(RichRandom.Any(random, Make.Day("2026-06-15"))), Make.Day("2026-06-15"), Make.DefaultPolicy);
        var explanation = Explanation.Of(Make.DefaultPolicy, rating.Measures);
        Assert.Equal(rating.ScoreHundredths / 100m, explanation.ScoreComponents.Sum(c => c.Contribution));
        Assert.Equal(decimal.Round(rating.TierPoints, 2, MidpointRounding.AwayFromZero), explanation.TierComponents.Sum(c => c.Contribution));
        Assert.All(explanation.ScoreComponents.Concat(explanation.TierComponents), c =>
            Assert.InRange(c.Contribution - (c.Points * c.Weight), -0.015m, 0.015m));
    });

    [Fact]
    public void EveryRuleBeforeTheWinnerIsExplained() => Seeds.Run(300, random =>
    {
        var customer = Make.State([.. Enumerable.Range(0, random.Next(12)).Select(i => Customers.RandomCommands.Posting(random, Make.Day("2026-06-15"), i))]);
        var rating = Rater.Rate(customer, Make.Day("2026-06-15"), Make.DefaultPolicy);
        var explanation = Explanation.Of(Make.DefaultPolicy, rating.Measures);
        foreach (var tongue in new[] { Tongue.English, Tongue.Chinese })
        {
            var said = RatingSentences.Of(rating, explanation, tongue);
            Assert.Equal(explanation.Rules.Length + 3 + (rating.Tier != rating.TierComputed ? 1 : 0), said.Length);
            Assert.Contains(ClassWords.Say(rating.Class, tongue), said[0], StringComparison.Ordinal);
        }
    });

    private static IReadOnlyList<string> Say(Tongue tongue)
    {
        var rating = Rater.Rate(Customer, Make.Day("2026-06-15"), Make.DefaultPolicy);
        return RatingSentences.Of(rating, Explanation.Of(Make.DefaultPolicy, rating.Measures), tongue);
    }
}
