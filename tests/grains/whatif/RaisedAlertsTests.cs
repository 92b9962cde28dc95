using System.Text.Json.Nodes;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.WhatIf;

/// <summary>What changing the policy would raise, of a customer whose alerts under the old one are all known and acknowledged.</summary>
public sealed class RaisedAlertsTests
{
    private static readonly DateOnly Today = Make.Day("2026-06-15");

    /// <summary>Due 2026-05-01: 45 days overdue today.</summary>
    private static CustomerState Late => Make.State(
        Make.Posting("shipment", 30_000, "2026-03-01", "2026-04-01", "1"), Make.Posting("repayment", 30_000, "2026-03-02", null, "2"),
        Make.Posting("shipment", 30_000, "2026-04-01", "2026-05-01", "3")).With("2020-01-01", new() { CustomerSince = new(Make.Day("2020-01-01")) });

    [Fact]
    public void NothingIsRaisedByTheSamePolicy() => Assert.Equal("", Raised(Late, Make.DefaultPolicy));

    [Theory]
    [InlineData("30 60 90", "")]
    [InlineData("20 40 90", "overdue high 40")] // known as medium at 30: goes further
    [InlineData("40", "overdue medium 40")] // further, and no worse
    [InlineData("60 90", "")] // one that stands knows what it knew: no number of these is reached
    public void AnOverdueAlertOpensAgainWhenItGoesFurther(string days, string raised) =>
        Assert.Equal(raised, Raised(Late, OtherPolicy.Edited(p => p["alerts"]!["overdueDays"] = Array(days))));

    [Fact]
    public void AnOverdueAlertOpensThatTheOldPolicyDoesNotKnow() => Assert.Equal(
        "overdue medium 30",
        Raised(Late, Make.DefaultPolicy, OtherPolicy.Edited(p => p["alerts"]!["overdueDays"] = Array("60 90"))));

    [Fact]
    public void AChangeToProblemIsHighWhileSomethingIsOverdueAndElseInfo()
    {
        var strict = OtherPolicy.Edited(p => p["classes"]!.AsArray().Insert(2, Rule("problem.any")));
        Assert.Equal("state_changed high problem", Raised(Late, strict));
        Assert.Equal("state_changed info problem", Raised(Paid, strict));
        Assert.Equal("state_changed medium dormant", Raised(Paid, OtherPolicy.Edited(p => p["classes"]!.AsArray().Insert(2, Rule("dormant.any")))));
    }

    [Fact]
    public void ABetterTierIsInfoAndAWorseMedium()
    {
        Assert.Equal("tier_changed info 1", Raised(Paid, Tiers(2, 1, 0)));
        Assert.Equal("tier_changed medium 4", Raised(Paid, Tiers(100, 99, 98), Tiers(2, 1, 0)));

        static Policy Tiers(int one, int two, int three) => OtherPolicy.Edited(p => p["tier"]!["thresholds"] = new JsonArray(one, two, three));
    }

    [Fact]
    public void AnOrderGapOpensUnderAShorterMinimum()
    {
        var monthly = Make.State([.. Enumerable.Range(1, 4).Select(m => Make.Posting("shipment", 100, $"2026-0{m}-20", null, $"{m}"))]);
        Assert.Equal("order_gap medium ", Raised(monthly, OtherPolicy.Edited(p => p["alerts"]!["orderGap"]!["factor"] = 1.5)));
    }

    [Fact]
    public void AnExceededLimitIsKnownUnderEither() =>
        Assert.Equal("", Raised(Late.With("2020-01-01", new() { CreditLimit = new(1) }), OtherPolicy.Edited(p => p["alerts"]!["orderGap"]!["factor"] = 1.5)));

    private static CustomerState Paid => Make.State(
        Make.Posting("shipment", 30_000, "2026-03-01", null, "1"), Make.Posting("repayment", 30_000, "2026-03-02", null, "2"))
        .With("2020-01-01", new() { CustomerSince = new(Make.Day("2020-01-01")) });

    private static string Raised(CustomerState customer, Policy after, Policy? before = null)
    {
        var old = before ?? Make.DefaultPolicy;
        var ratings = BothRatings.Of(customer, Today, old, after);
        var (from, to) = (Standing.Of(ratings.Before, null, customer.Profile), Standing.Of(ratings.After, null, customer.Profile));
        return string.Join(", ", RaisedAlerts.Between(ratings, from, to, old.Document.Alerts, after.Document.Alerts)
            .Select(a => $"{a.Kind.Word()} {a.Severity.Word()} {a.To}"));
    }

    private static JsonArray Array(string days) => [.. days.Split(' ').Select(d => (JsonNode)int.Parse(d, System.Globalization.CultureInfo.InvariantCulture))];

    private static JsonObject Rule(string name) => new()
    {
        ["class"] = name,
        ["all"] = new JsonArray(new JsonObject { ["measure"] = "sales", ["operator"] = ">=", ["threshold"] = 0 }),
    };
}
