using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Alerting;

/// <summary>A high alert that nobody acknowledges for three days is passed on to the manager's superior, once.</summary>
public sealed class EscalateTests
{
    private const AlertKind Limit = AlertKind.CreditLimit;
    private const AlertKind Overdue = AlertKind.Overdue;

    [Theory]
    [InlineData("2026-06-15", "-")]
    [InlineData("2026-06-17", "-")]
    [InlineData("2026-06-18", "2026-06-18 boss")]
    [InlineData("2026-07-14", "2026-07-14 boss")]
    public void AfterThreeDaysItIs(string today, string escalated) =>
        Assert.Equal(escalated, Exceeded().Escalate(today).Escalated(Limit));

    [Fact]
    public void TheStatusStaysAndAnAcknowledgementChangesNothingOfIt()
    {
        var watched = Exceeded().Escalate("2026-06-18");
        Assert.Equal("open high - > -", watched.Shown(Limit));

        Assert.Equal(("2026-06-18 boss", "acknowledged high - > -"), (watched.Acknowledge(Limit).Escalated(Limit), watched.Shown(Limit)));
        watched.Post("2026-06-20", "repayment", 150, "2026-06-20");
        Assert.Equal(("closed within_limit", "boss"), (watched.News(Limit), watched.Changes.Single(c => c.Alert.Kind == Limit).Alert.Escalated?.To));
    }

    [Fact]
    public void WhatSomebodyTookNoteOfIsNot() =>
        Assert.Equal(Outcome.Duplicate, Exceeded().Acknowledge(Limit).Decide("2026-07-14").Outcome);

    [Fact]
    public void WhatIsNotHighIsNot()
    {
        var watched = Owing().Review("2026-07-31");
        Assert.Equal("open medium - > 30", watched.Shown(Overdue));

        Assert.Equal(Outcome.Duplicate, watched.Decide("2026-08-29").Outcome);
    }

    [Fact]
    public void WhatIsOverIsNot() =>
        Assert.Equal(Outcome.Duplicate, Exceeded().Post("2026-06-16", "repayment", 150, "2026-06-16").Decide("2026-06-30").Outcome);

    [Fact]
    public void OnlyOnce()
    {
        var watched = Exceeded().Escalate("2026-06-18");

        Assert.Equal(Outcome.Duplicate, watched.Decide("2026-06-18").Outcome);
        Assert.Equal(Outcome.Duplicate, watched.Decide("2026-07-18", superior: "another").Outcome);
        Assert.Equal(Outcome.Duplicate, watched.Decide("2026-07-18", superior: null).Outcome);
    }

    [Fact]
    public void WhatWentToNobodyGoesToTheFirstWhoIsNamed()
    {
        var watched = Exceeded().Escalate("2026-06-18", superior: null);
        Assert.Equal("2026-06-18 nobody", watched.Escalated(Limit));
        Assert.Equal(Outcome.Duplicate, watched.Decide("2026-06-19", superior: null).Outcome);

        Assert.Equal("2026-06-20 boss", watched.Escalate("2026-06-20").Escalated(Limit));
        Assert.Equal(Outcome.Duplicate, watched.Decide("2026-06-21", superior: "another").Outcome);
    }

    [Fact]
    public void ASuperiorOfAnotherManagerIsNotTold()
    {
        var watched = Exceeded();
        watched.Set("2026-06-18", new() { Manager = "wang" });

        Assert.Equal(Outcome.Duplicate, Decide("li.na").Outcome);
        Assert.Equal(Outcome.Duplicate, Decide(null).Outcome);
        Assert.Single(Decide("wang").Events);

        Decision Decide(string? manager) =>
            Customer.Decide(watched.State, new EscalateAlerts(Make.Day("2026-06-18"), manager, "boss"), policies: Make.DefaultBook);
    }

    [Fact]
    public void EverythingThatWaitsIsPassedOnTogether()
    {
        var watched = Owing(limit: 50).Review("2026-08-30").Escalate("2026-09-02");

        Assert.Equal(("2026-09-02 boss", "2026-09-02 boss"), (watched.Escalated(Limit), watched.Escalated(Overdue)));
    }

    [Fact]
    public void OpenedAgainItWaitsAgain()
    {
        var watched = Owing().Review("2026-08-30").Escalate("2026-09-02").Acknowledge(Overdue).Review("2026-09-29");
        Assert.Equal(("open high - > 90", "-", "boss"), (watched.Shown(Overdue), watched.Escalated(Overdue), watched.Changes.Single().FormerSuperior));

        Assert.Equal(Outcome.Duplicate, watched.Decide("2026-10-01").Outcome);
        Assert.Equal("2026-10-02 another", watched.Escalate("2026-10-02", "another").Escalated(Overdue));
    }

    [Fact]
    public void GoingFurtherWhileNobodyTookNoteKeepsIt()
    {
        var watched = Owing().Review("2026-08-30").Escalate("2026-09-02").Review("2026-09-29");

        Assert.Equal(("updated", "open high - > 90", "2026-09-02 boss"), (watched.News(Overdue), watched.Shown(Overdue), watched.Escalated(Overdue)));
        Assert.Null(watched.Changes.Single().FormerSuperior);
    }

    [Fact]
    public void FallingAndRisingItWaitsAgain()
    {
        var watched = Owing().Post("2026-07-02", "shipment", 50, "2026-07-02", due: "2026-08-20").Review("2026-08-30").Escalate("2026-09-02");

        watched.Post("2026-09-10", "repayment", 100, "2026-09-10");
        Assert.Equal(("open medium - > 30", "-", "boss"), (watched.Shown(Overdue), watched.Escalated(Overdue), watched.Changes.Single(c => c.Alert.Kind == Overdue).FormerSuperior));

        watched.Review("2026-10-19");
        Assert.Equal("open high - > 60", watched.Shown(Overdue));
        Assert.Equal(Outcome.Duplicate, watched.Decide("2026-10-21").Outcome);
        Assert.Equal("2026-10-22 boss", watched.Escalate("2026-10-22").Escalated(Overdue));
    }

    [Fact]
    public void AnotherManagerDoesNotUndoIt()
    {
        var watched = Exceeded().Escalate("2026-06-18").Set("2026-06-19", new() { Manager = "wang" });

        Assert.Equal(("updated", "2026-06-18 boss"), (watched.News(Limit), watched.Escalated(Limit)));
        Assert.Equal(Outcome.Duplicate, watched.Decide("2026-06-30", "another").Outcome);
    }

    [Fact]
    public void WhatAnImportClosesAndOpensAgainWaitsAgain()
    {
        var import = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
        var watched = Exceeded().Escalate("2026-06-18").Post("2026-06-19", "repayment", 100, "2026-06-19", import: import)
            .Post("2026-06-19", "shipment", 100, "2026-06-19", import: import);

        Assert.Equal(("updated", "-", "boss"), (watched.News(Limit), watched.Escalated(Limit), watched.Changes.Single(c => c.Alert.Kind == Limit).FormerSuperior));
    }

    [Fact]
    public void ThePolicyNamesTheDaysAndTheyAreNoStepDay()
    {
        var json = Make.DefaultJson();
        json["alerts"]!["escalateAfterDays"] = 5;
        var watched = Exceeded(new([new Policy(1, Make.Day("2000-01-01"), Make.Read(json))]));

        Assert.Equal(Outcome.Duplicate, watched.Decide("2026-06-19").Outcome);
        Assert.Single(watched.Decide("2026-06-20").Events);
        Assert.Equal(Exceeded().State.Standing!.NextReviewOn, watched.State.Standing!.NextReviewOn);
    }

    [Fact]
    public void TheEventIsStoredInTheWordsOfTheTimeline()
    {
        var happened = Assert.Single(Exceeded().Decide("2026-06-18").Events);

        var (type, payload) = EventCodec.Encode(happened)!.Value;
        Assert.Equal(("alert-escalated", """{"kind":"credit_limit","number":1,"on":"2026-06-18","to":"boss"}"""), (type, payload));
        Assert.Equal(happened, EventCodec.Decode(type, payload));
        Assert.Equal(new AlertEscalated(Limit, 1, new(Make.Day("2026-06-18"), null)), EventCodec.Decode(type, """{"kind":"credit_limit","number":1,"on":"2026-06-18"}"""));
    }

    private static Watched Exceeded(PolicyBook? policies = null) =>
        new Watched(policies) { State = Managed(limit: 100) }.Post("2026-06-15", "shipment", 150, "2026-06-15");

    private static Watched Owing(long? limit = null) =>
        new Watched { State = Managed(limit) }.Post("2026-06-01", "shipment", 100, "2026-06-01", due: "2026-07-01");

    private static CustomerState Managed(long? limit) => Make.State().With("2020-01-01", new() { Manager = "li.na", CreditLimit = limit * 100 });
}
