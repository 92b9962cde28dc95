using System.Globalization;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Policies;

/// <summary>The default policy is the specification, number by number.</summary>
public sealed class DefaultPolicyTests
{
    private static readonly PolicyDocument Document = Make.DefaultPolicy.Document;

    [Fact]
    public void Classes()
    {
        string[] expected =
        [
            "new.effective: newInWindow = 1, postings >= 1, sales > 100000",
            "new.ineffective: newInWindow = 1, postings >= 1",
            "problem.stagnant (trailing year): sales < 20000, receivable >= 20000, collectionDifficult = 1",
            "problem.stagnant (trailing year): sales < 20000, receivable >= 20000, oldestOverdueDays >= 90",
            "problem.pending (trailing year): batches = 0, receivable != 0",
            "problem.pending (trailing year): batches = 1, receivable > 0",
            "dormant.prospect (trailing year): everPosted = 0",
            "dormant.inactive (trailing year): batches = 0, receivable = 0",
            "deteriorating.sales: growth <= -0.50",
            "deteriorating.repayment: repaymentDrop >= 0.10",
            "mature.normal: sales > 100000, batches > 3, repaymentRate > 0.95, returnRate < 0.05",
            "mature.abnormal: sales > 100000",
            "mature.minor: ",
        ];
        Assert.Equal(expected, Document.Classes.Select(Written));
    }

    [Fact]
    public void Score() => Assert.Equal(
        [
            "sales 0.30: 100000 → 0, 2100000 → 100", "growth 0.30: 0 → 0, 0.25 → 100", "repaymentRate 0.20: 0.90 → 0, 1.00 → 100",
            "returnRate 0.10: 0.01 → 100, 0.02 → 80, 0.05 → 0", "evaluation 0.10: 0 → 0, 100 → 100",
        ],
        Document.Score.Select(Written));

    [Fact]
    public void Tier()
    {
        Assert.Equal(
            [
                "sales 0.35: 0 → 0, 2100000 → 100", "batches 0.20: 0 → 0, 24 → 100", "repaymentRate 0.20: 0.80 → 0, 1 → 100",
                "tenureYears 0.15: 0 → 0, 10 → 100", "complexity 0.10: 0 → 0, 100 → 100",
            ],
            Document.Tier.Components.Select(Written));
        Assert.Equal([80m, 60m, 40m], Document.Tier.Thresholds.AsEnumerable());
        Assert.Equal(KeyValuePair.Create("problem", 3), Assert.Single(Document.Tier.Caps));
    }

    [Fact]
    public void WindowAndAlerts()
    {
        Assert.Equal(Window.TrailingYear, Document.Window);
        Assert.Equal([30, 60, 90], Document.Alerts.OverdueDays.AsEnumerable());
        Assert.Equal((30, 2.5m), (Document.Alerts.OrderGapMinimumDays, Document.Alerts.OrderGapFactor));
        Assert.Equal(3, Document.Alerts.EscalateAfterDays);
    }

    [Fact]
    public void Service() => Assert.Equal(
        [
            "dedicated team, priority supply, tailored solutions, first refusal of offers: 2 h, 30 d, 1 d",
            "named contact, standard solutions with adjustments: 4 h, 60 d, 3 d",
            "standard service: 8 h, 180 d, 5 d",
            "self-service first: 24 h,  d, 10 d",
        ],
        Enumerable.Range(1, 4).Select(tier => Written(Document.Service.Of(tier))));

    /// <summary>A document that was published before there were service plans.</summary>
    [Fact]
    public void UnsaidServiceIsThatOfTheDefault()
    {
        var json = Make.DefaultJson();
        json.Remove("service");

        Assert.Same(Make.Read(json).Service, Make.Read(json).Service);
        Assert.Equal(Document.Service.ByTier.Select(Written), Make.Read(json).Service.ByTier.Select(Written));
        Assert.Empty(PolicyValidation.Check(json.ToJsonString()));
    }

    /// <summary>A document that was published before alerts escalated.</summary>
    [Fact]
    public void UnsaidAlertsEscalateAfterThreeDays()
    {
        var json = Make.DefaultJson();
        json["alerts"]!.AsObject().Remove("escalateAfterDays");

        Assert.Equal(3, Make.Read(json).Alerts.EscalateAfterDays);
    }

    private static string Written(ServicePlan plan) =>
        $"{string.Join(", ", plan.Promises)}: {plan.FirstResponseHours} h, {plan.VisitEveryDays} d, {plan.ComplaintSolvedInDays} d";

    private static string Written(ClassRule rule) => string.Create(
        CultureInfo.InvariantCulture,
        $"{rule.Class}{(rule.TrailingYear ? " (trailing year)" : "")}: {string.Join(", ", rule.Conditions.Select(c => $"{c.Measure.Name()} {c.Operator.Sign()} {c.Threshold}"))}");

    private static string Written(Component component) => string.Create(
        CultureInfo.InvariantCulture,
        $"{component.Measure.Name()} {component.Weight}: {string.Join(", ", component.Stops.Select(s => $"{s.At} → {s.Points}"))}");
}
