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
