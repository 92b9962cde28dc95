using Lifecycle.Grains;
using Lifecycle.Tests.Grains.Customers;

namespace Lifecycle.Tests.Grains.Undo;

/// <summary>A customer without an import is what everything else that was said about it gives.</summary>
public sealed class UndoTests
{
    private static readonly DateOnly Today = Make.Day("2024-07-01");
    private static readonly Guid[] Imports = [.. Enumerable.Range(1, 3).Select(i => new Guid(i, 0, 0, new byte[8]))];

    [Fact]
    public void Undone_in_any_order_nothing_of_it_is_left() => Seeds.Run(300, random =>
    {
        var book = new Book();
        book.Do(RandomCommands.Register(Today), null);
        for (var i = 0; i < 40; i++)
        {
            // No import sets tiers by hand.
            var command = RandomCommands.Next(random, Today, book.Unreversed, i);
            book.Do(command, random.Next(4) is > 0 and var n && command is not (SetTier or EndTier) ? Imports[n - 1] : null);
        }

        foreach (var import in Imports.OrderBy(_ => random.Next()))
        {
            book.Undo(import);
            Assert.Equal(book.Expected(), PackedState.Pack(book.State));
            Assert.Equal(Outcome.Duplicate, book.Undo(import));
        }
    });

    [Fact]
    public void Whom_nobody_else_knows_is_gone_and_may_come_back()
    {
        var book = new Book();
        book.Do(RandomCommands.Register(Today), Imports[0]);
        book.Do(new ChangeProfile(Today, null, new() { Region = "r" }, new() { Name = "Some Ltd" }, Register: false), Imports[1]);
        book.Undo(Imports[0]);
        Assert.True(book.State.IsRegistered); // the second import still knows it

        book.Undo(Imports[1]);
        Assert.False(book.State.IsRegistered);
        Assert.Equal("", book.Person!.Name);
        Assert.Equal(Outcome.Duplicate, book.Undo(Imports[1]));
        Assert.Equal("customer-not-found", Customer.Decide(book.State, new ReviewRating(Today)).Refusal?.Code);

        book.Do(RandomCommands.Register(Today), Imports[2]);
        Assert.Equal(book.Expected(), PackedState.Pack(book.State));
        book.Undo(Imports[2]);
        Assert.False(book.State.IsRegistered);
    }

    [Fact]
    public void Whichever_import_goes_last_takes_the_customer_along()
    {
        foreach (var order in new[] { new[] { 0, 1 }, [1, 0] })
        {
            var book = new Book();
            book.Do(RandomCommands.Register(Today), Imports[0]);
            book.Do(new AcceptPosting(Today, Make.Posting("shipment", 1, Today)), Imports[1]);
            book.Undo(Imports[order[0]]);
            Assert.True(book.State.IsRegistered);
            book.Undo(Imports[order[1]]);
            Assert.False(book.State.IsRegistered);
        }
    }

    [Fact]
    public void People_whom_only_the_import_named_keep_nothing_but_the_name()
    {
        var book = new Book();
        book.Do(new ChangeProfile(Today, null, new(), new() { Name = "Some Ltd", FirstContact = new() { Email = "a@b.cn" } }, Register: true), Imports[0]);
        book.Do(new AcceptPosting(Today, Make.Posting("shipment", 1, Today)), null);
        book.Undo(Imports[0]);
        Assert.Equal(("Some Ltd", 0, 1), (book.Person!.Name, book.Person.Contacts.Length, book.Person.LastContactId));
    }

    [Fact]
    public void Postings_or_the_word_of_a_person_keep_a_customer()
    {
        foreach (var said in new Command[]
        {
            new AcceptPosting(Today, Make.Posting("shipment", 1, Today)),
            new RecordEvaluation(Today, new("li", Today, 100), null),
            new ChangeProfile(Today, null, new(), new() { Name = "Renamed" }, Register: false),
        })
        {
            var book = new Book();
            book.Do(RandomCommands.Register(Today), Imports[0]);
            book.Do(said, null);
            book.Undo(Imports[0]);
            Assert.True(book.State.IsRegistered);
            Assert.NotEqual("", book.Person!.Name);
        }
    }

    /// <summary>What the store keeps of one customer, by import.</summary>
    private sealed class Book
    {
        private readonly List<RecordedFact> recorded = [];
        private readonly List<(Guid? Import, Posting Posting)> postings = [];

        public CustomerState State { get; private set; } = new("C");

        public Person? Person { get; private set; }

        public IReadOnlyList<Posting> Unreversed => [.. postings.Select(p => p.Posting)];

        public Outcome Do(Command command, Guid? import, ImportTrace? trace = null)
        {
            var decision = Customer.Decide(State, command, Person, trace: trace);
            foreach (var happened in decision.Events)
            {
                State = Customer.Evolve(State, happened);
                Keep(happened, import);
            }

            return decision.Outcome;
        }

        public Outcome Undo(Guid import) =>
            Do(new UndoImport(Today, import), import, new([.. postings.Where(p => p.Import == import).Select(p => p.Posting)], [.. recorded], null));

        /// <summary>What is left when everything that the undone imports said is crossed out.</summary>
        public byte[] Expected()
        {
            var undone = recorded.Select(f => f.Event).OfType<ImportUndone>().Select(e => e.Import).ToHashSet();
            var state = new CustomerState("C") { IsRegistered = true };
            foreach (var (happened, import) in recorded)
            {
                state = happened is null or ImportUndone || (import is { } id && undone.Contains(id)) ? state : Customer.Evolve(state, happened);
            }

            return PackedState.Pack(state with { Movements = Movements.Of(Unreversed) });
        }

        private void Keep(CustomerEvent happened, Guid? import)
        {
            switch (happened)
            {
                case PostingAccepted accepted:
                    postings.Add((import, accepted.Posting));
                    break;
                case PostingReversed reversed:
                    postings.Remove(postings.First(p => p.Posting == reversed.Posting));
                    break;
                default:
                    // What the store has is what it reads back.
                    var (type, payload) = EventCodec.Encode(happened)!.Value;
                    recorded.Add(new(EventCodec.Decode(type, payload), import));
                    Person = happened is PersonChanged changed ? changed.Person : Person;
                    break;
            }
        }
    }
}
