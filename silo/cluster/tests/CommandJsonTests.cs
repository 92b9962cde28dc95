using System.Collections.Immutable;
using System.Text;
using Lifecycle.Cluster.Messages;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;

namespace Lifecycle.Cluster.Tests;

/// <summary>What goes from silo to silo arrives as it was sent.</summary>
public sealed class CommandJsonTests
{
    private static readonly DateOnly Today = new(2026, 6, 15);
    private static readonly Posting Posting = new("erp", "1", "c", PostingKind.Repayment, 1234, Today, null);

    // Text, a set of columns that are cleared, kept and set to what is the default of its type.
    private static readonly ProfileChange Change = new()
    {
        Kind = new(default), Manager = new(null), Region = "East", CreditLimit = 0, CollectionDifficult = false, Tags = ImmutableArray.Create("a", "b"),
    };

    private static readonly Contact Contact = Contact.Empty with
    {
        Id = 3, Name = "王", Consent = Contact.Empty.Consent.Add("email", false).Add("sms", true), Birthday = new(false, 2, 29, null, false, true),
    };

    private static readonly ImmutableArray<Command> Commands =
    [
        new AcceptPosting(Today, Posting with { Kind = default, DueOn = Today.AddDays(3) }),
        new ReversePosting(Today, Posting),
        new ChangeProfile(Today, Today.AddDays(-1), Change, new() { Name = "Acme", Contacts = ImmutableArray.Create(Contact) }, Register: true) { ExpectedVersion = 0 },
        new ChangeProfile(Today, null, new(), new() { FirstContact = new() { Email = new(null), Consent = ImmutableSortedDictionary<string, bool?>.Empty.Add("sms", null) } }, false),
        new RecordEvaluation(Today, new("li.na", Today, 0), null),
        new AcknowledgeAlert(Today, default, 7),
        new EscalateAlerts(Today, "li.na", null),
        new ReviewRating(Today),
        new SetTier(Today, new(1, Today.AddDays(7), "战略")),
        new DecideTierProposal(Today, 7, false, "not yet", 2),
        new EndTier(Today) { ExpectedVersion = 3 },
        new ReceiveComplaint(Today, new Guid(7, 0, 0, new byte[8]), "迟到", Today.AddDays(-1), "王先生"),
        new ChangeComplaint(Today, default, ComplaintStep.Assign, "li.na", null),
        new UndoImport(Today, new Guid(7, 0, 0, new byte[8]), new(3, 9, 4, IsLast: false)),
    ];

    [Fact]
    public void Every_command_is_tried() =>
        Assert.Equal(typeof(Command).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Command))).ToHashSet(), Commands.Select(c => c.GetType()).ToHashSet());

    [Fact]
    public void Every_command_arrives_as_it_was_sent()
    {
        foreach (var command in Commands)
        {
            var sent = new Asked(command, new("admin", Guid.CreateVersion7(), new("key", [1, 2, 3])), new ReversalTarget(5, true), true);
            var arrived = CommandJson.Read(CommandJson.Write(sent));
            Assert.Equal(command.GetType(), arrived.Command.GetType());
            Assert.Equal((sent.Reversal, sent.Patiently, sent.Origin.Actor, sent.Origin.ImportId), (arrived.Reversal, arrived.Patiently, arrived.Origin.Actor, arrived.Origin.ImportId));
            Assert.Equal(sent.Origin.Idempotency!.BodyHash, arrived.Origin.Idempotency!.BodyHash);
            Assert.Equal(Encoding.UTF8.GetString(CommandJson.Write(sent)), Encoding.UTF8.GetString(CommandJson.Write(arrived)));
        }
    }

    [Fact]
    public void What_is_given_stays_given_and_what_is_not_stays_away()
    {
        var arrived = (ChangeProfile)CommandJson.Read(CommandJson.Write(new(Commands[2], new("admin"), null, false))).Command;
        Assert.Equal(
            (true, true, true, true, true, false, false),
            (arrived.Change.Kind.IsGiven, arrived.Change.Manager.IsGiven, arrived.Change.Region.IsGiven, arrived.Change.CreditLimit.IsGiven,
                arrived.Change.CollectionDifficult.IsGiven, arrived.Change.CreditDays.IsGiven, arrived.Change.Industry.IsGiven));
        Assert.Equal((null, "East", 0L, 0L), (arrived.Change.Manager.Value, arrived.Change.Region.Value, arrived.Change.CreditLimit.Value, arrived.ExpectedVersion));
        Assert.Equal(Contact, Assert.Single(arrived.Person.Contacts.Value));
    }
}
