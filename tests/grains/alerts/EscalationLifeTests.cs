using Lifecycle.Grains;
using Lifecycle.Tests.Grains.Customers;

namespace Lifecycle.Tests.Grains.Alerting;

/// <summary>What holds for escalations whatever happens, tried on random customers.</summary>
public sealed class EscalationLifeTests
{
    private static readonly int Days = Make.DefaultPolicy.Document.Alerts.EscalateAfterDays;

    [Fact]
    public void NothingThatWaitsIsForgottenAndNothingElseIsPassedOn()
    {
        var (escalated, ended) = (0, 0);
        Seeds.Run(300, random =>
        {
            var (state, today) = (new CustomerState("C") { IsRegistered = true }, Make.Day("2023-01-01"));
            for (var i = 0; i < 60; i++)
            {
                today = today.AddDays(random.Next(12));
                state = Take(random, state, today, ref escalated);
                var before = state.Alerts;
                var rated = Customer.Rate(Customer.Evolve(state, new PostingAccepted(RandomCommands.Posting(random, today, i))), today, Make.DefaultBook);
                ended += Check(before, rated.Alerts);
                state = PackedState.Unpack("C", state.Version + 1, PackedState.Pack(rated.State));
                Assert.Equal(rated.State.Alerts.Items.AsEnumerable(), state.Alerts.Items);
            }
        });

        Assert.True(escalated > 100 && ended > 20, $"only {escalated} escalations, and {ended} that ended");
    }

    /// <summary>Somebody takes note, or the job comes by; a superior is named or not.</summary>
    private static CustomerState Take(Random random, CustomerState state, DateOnly today, ref int escalated)
    {
        if (state.Alerts.Items is { Length: > 0 } alerts && random.Next(4) == 0)
        {
            return Customer.Evolve(state, new AlertAcknowledged(alerts[0].Kind, alerts[0].Number));
        }

        var command = new EscalateAlerts(today, null, random.Next(3) == 0 ? null : "boss");
        var decision = Customer.Decide(state, command, policies: Make.DefaultBook);
        var after = decision.Events.Aggregate(state, Customer.Evolve);
        escalated += decision.Events.Length;

        Assert.Equal(decision.Events.IsEmpty, decision.Outcome == Outcome.Duplicate);
        Assert.Equal(Outcome.Duplicate, Customer.Decide(after, command, policies: Make.DefaultBook).Outcome);
        foreach (var alert in after.Alerts.Items.Where(a => a is { Status: AlertStatus.Open, Severity: AlertSeverity.High }))
        {
            Assert.True(today < alert.RaisedOn.AddDays(Days) || alert.Escalated is not null);
            Assert.True(command.Superior is null || alert.Escalated is null or { To: not null });
        }

        foreach (var (was, now) in state.Alerts.Items.Zip(after.Alerts.Items).Where(pair => pair.First != pair.Second))
        {
            Assert.Equal(was with { Escalated = new(today, command.Superior) }, now);
            Assert.True(was is { Status: AlertStatus.Open, Severity: AlertSeverity.High, Escalated: null or { To: null } });
        }

        return after;
    }

    /// <summary>Ratings pass nothing on; what they end they tell. How many they ended.</summary>
    private static int Check(Alerts before, IReadOnlyList<AlertChange> changes)
    {
        var ended = 0;
        foreach (var change in changes)
        {
            var was = before.Items.FirstOrDefault(a => a.Kind == change.Alert.Kind && a.Number == change.Alert.Number)?.Escalated;
            Assert.True(change.Alert.Escalated is null || change.Alert.Escalated == was);
            Assert.True(change.Alert.Escalated is not { } kept || (change.Alert.Severity == AlertSeverity.High && kept.On >= change.Alert.RaisedOn.AddDays(Days)));
            Assert.Equal(change.Alert.Escalated is null ? was?.To : null, change.FormerSuperior);
            ended += was is not null && change.Alert.Escalated is null ? 1 : 0;
        }

        return ended;
    }
}
