using System.Collections.Immutable;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Care;

/// <summary>A contact keeps its number through every edit; a number never means two people.</summary>
public sealed class ContactNumberTests
{
    private static readonly Birthday June = new(false, 6, 15, null, false, false);
    private static readonly Birthday July = new(false, 7, 1, null, false, false);
    private static readonly Contact Li = Contact.Empty with { Name = "Li Na", Email = "li@example.com", Birthday = June };
    private static readonly Contact Wang = Contact.Empty with { Name = "Wang Wei", Phone = "123", Birthday = July };

    [Fact]
    public void New_contacts_are_numbered_in_their_order()
    {
        var person = Put(null, Li, Wang);
        Assert.Equal([1, 2], person.Contacts.Select(c => c.Id));
        Assert.Equal(2, person.LastContactId);
    }

    [Fact]
    public void The_same_list_again_changes_nothing_in_whatever_order()
    {
        var anonymous = Contact.Empty with { Position = "Buyer" };
        var person = Put(null, Li, Wang, anonymous, anonymous);
        Assert.Equal(person, Put(person, Li, Wang, anonymous, anonymous));
        Assert.Equal([2, 3, 1, 4], Put(person, Wang, anonymous, Li, anonymous).Contacts.Select(c => c.Id));
    }

    public static TheoryData<string, Contact> Corrections => new()
    {
        { "name", Li with { Name = "Li Na-Meyer" } },
        { "name and address", Li with { Name = "Li Na-Meyer", Email = "meyer@example.com" } },
        { "address", Li with { Email = "lina@example.org" } },
        { "birthday", Li with { Birthday = July } },
        { "address and birthday", Li with { Email = null, Birthday = null } },
        { "name removed", Li with { Name = null, Birthday = July } },
        { "letters", Li with { Name = "LI NA", Email = "Li@Example.com", Birthday = null } },
    };

    [Theory]
    [MemberData(nameof(Corrections))]
    public void A_corrected_contact_is_still_the_same(string what, Contact corrected)
    {
        var person = Put(Put(null, Wang, Li), corrected, Wang);
        Assert.True(person.Contacts.Select(c => c.Id).SequenceEqual([2, 1]), what);
    }

    [Fact]
    public void Another_name_with_another_birthday_is_somebody_else_even_at_the_same_mailbox()
    {
        var person = Put(Put(null, Li), Li with { Name = "Zhao Min", Birthday = July });
        Assert.Equal(2, person.Contacts.Single().Id);
    }

    [Fact]
    public void A_number_is_not_given_twice_but_comes_back_when_it_is_named()
    {
        var without = Put(Put(null, Li, Wang), Li);
        Assert.Equal([1, 3], Put(without, Li, Contact.Empty with { Name = "Zhao Min" }).Contacts.Select(c => c.Id));
        Assert.Equal([1, 2], Put(without, Li, Wang with { Id = 2 }).Contacts.Select(c => c.Id));
    }

    [Fact]
    public void A_named_number_wins_over_every_likeness()
    {
        var person = Put(Put(null, Li, Wang), Li with { Id = 2 }, Li);
        Assert.Equal([2, 1], person.Contacts.Select(c => c.Id));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void A_number_that_was_never_given_is_refused(int id)
    {
        var change = new PersonChange { Contacts = ImmutableArray.Create(Li, Wang with { Id = id }) };
        Assert.Equal("contacts/1/id", change.Check(Put(null, Li, Wang))!.Field);
        Assert.NotNull(change.Check(null));
    }

    [Fact]
    public void A_number_named_twice_is_refused() =>
        Assert.NotNull(new PersonChange { Contacts = ImmutableArray.Create(Li with { Id = 1 }, Wang with { Id = 1 }) }.Check(Put(null, Li, Wang)));

    [Fact]
    public void Editing_the_first_contact_keeps_its_number_and_can_bring_it_into_being()
    {
        var first = new PersonChange { Name = "c", FirstContact = new() { Email = "a@example.com" } }.ApplyTo(null);
        Assert.Equal(1, first.Contacts.Single().Id);
        var edited = new PersonChange { FirstContact = new() { Email = "b@example.com", Name = "B" } }.ApplyTo(first);
        Assert.Equal((1, "b@example.com"), (edited.Contacts.Single().Id, edited.Contacts.Single().Email));
    }

    [Fact]
    public void Whatever_is_put_every_number_is_unique_and_never_above_the_last()
    {
        var random = new Random(11);
        string?[] words = [null, "a", "b", "c"];
        Person? person = null;
        for (var i = 0; i < 3000; i++)
        {
            var contacts = Enumerable.Range(0, random.Next(6)).Select(_ => Contact.Empty with
            {
                Name = words[random.Next(4)], Email = words[random.Next(4)], Birthday = random.Next(3) == 0 ? June : random.Next(2) == 0 ? July : null,
            }).ToArray();
            var next = Put(person, contacts);
            var ids = next.Contacts.Select(c => c.Id).ToArray();
            Assert.Equal(ids.Length, ids.Distinct().Count());
            Assert.All(ids, id => Assert.InRange(id, 1, next.LastContactId));
            Assert.Equal(next, Put(next, contacts));
            person = next;
        }
    }

    private static Person Put(Person? known, params Contact[] contacts)
    {
        var change = new PersonChange { Name = "c", Contacts = ImmutableArray.Create(contacts) };
        return change.ApplyTo(known);
    }
}
