using Lifecycle.Grains;
using Lifecycle.Tests.Grains.Customers;

namespace Lifecycle.Tests.Grains.Complaining;

/// <summary>Whatever happens to a customer that also complains.</summary>
public sealed class RandomComplaintTests
{
    private static readonly DateOnly Today = Make.Day("2024-03-05");

    [Fact]
    public void Refolding_gives_the_live_state_compacted_or_not() => Seeds.Run(200, random =>
    {
        var (full, compacted, today) = (new Customers.Ledger(Make.DefaultBook, int.MaxValue), new Customers.Ledger(Make.DefaultBook, 3), Today);
        Assert.Equal(full.Commit(RandomCommands.Register(today)), compacted.Commit(RandomCommands.Register(today)));
        for (var i = 0; i < 60; i++)
        {
            today = today.AddDays(random.Next(4));
            var command = random.Next(2) == 0 ? Next(random, today, full.State.Complaints, i) : RandomCommands.Next(random, today, full.Postings, i);
            Assert.Equal(full.Commit(command), compacted.Commit(command));
        }

        Assert.Equal(PackedState.Pack(full.State), PackedState.Pack(full.Refolded()));
        Assert.Equal(full.State.Complaints.Items.AsEnumerable(), compacted.State.Complaints.Items);
        Assert.Equal(full.State.Alerts.Items.AsEnumerable(), compacted.State.Alerts.Items);
    });

    [Fact]
    public void Between_step_days_no_alert_moves() => Seeds.Run(100, random =>
    {
        var (ledger, today) = (new Customers.Ledger(Make.DefaultBook, int.MaxValue), Today);
        ledger.Commit(RandomCommands.Register(today));
        for (var i = 0; i < 40; i++)
        {
            var (next, before) = (ledger.State.Standing!.NextReviewOn, ledger.State.Alerts.Items);
            today = today.AddDays(1);
            ledger.Commit(new ReviewRating(today));
            Assert.True(today == next || before.SequenceEqual(ledger.State.Alerts.Items), $"{today:yyyy-MM-dd} is no step day");
            if (random.Next(3) == 0)
            {
                ledger.Commit(Next(random, today, ledger.State.Complaints, i));
            }
        }
    });

    private static Command Next(Random random, DateOnly today, Complaints complaints, int number)
    {
        var id = complaints.Items.Length > 0 && random.Next(4) > 0 ? complaints.Items[random.Next(complaints.Items.Length)].Id : new Guid(number, 0, 0, new byte[8]);
        return complaints.Find(id) is null
            ? new ReceiveComplaint(today, id, "late", today.AddDays(-random.Next(3) * random.Next(400)), "note")
            : new ChangeComplaint(today, id, (ComplaintStep)random.Next(1, 5), "li", "note");
    }
}
