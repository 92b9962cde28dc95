using System.Collections.Immutable;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Undo;

/// <summary>People without an import: what it changed and nobody has changed since goes back, everything else stays.</summary>
public sealed class PersonImageTests
{
    private static readonly Contact Li = Contact.Empty with { Id = 1, Name = "Li", Email = "li@old.cn", Consent = Contact.Empty.Consent.Add("email", true) };
    private static readonly Contact Wu = Contact.Empty with { Id = 2, Name = "Wu" };
    private static readonly Birthday Spring = new(false, 2, 3, 1980, false, false);

    [Fact]
    public void What_is_as_the_import_left_it_is_as_before()
    {
        var after = People("New", Li with { Email = "li@new.cn", Birthday = Spring, Consent = Li.Consent.SetItem("email", false).Add("sms", true) }, Wu);
        var image = new PersonImage(People("Old", Li, Wu), after, 2);
        Assert.Equal(image.Before, image.TakenFrom(after));
    }

    [Fact]
    public void What_others_changed_since_stays()
    {
        var image = new PersonImage(People("Old", Li), People("New", Li with { Email = "li@new.cn", Language = "en" }), 2);
        var current = People("Newer", Li with { Email = "li@new.cn", Language = "zh-CN", Phone = "1", Consent = Li.Consent.Add("wecom", true) }, Wu);

        Assert.Equal(People("Newer", Li with { Language = "zh-CN", Phone = "1", Consent = Li.Consent.Add("wecom", true) }, Wu), image.TakenFrom(current));
    }

    [Fact]
    public void A_contact_that_the_import_brought_goes_unless_somebody_changed_it()
    {
        var image = new PersonImage(People("Old"), People("Old", Li), 2);
        Assert.Empty(image.TakenFrom(People("Old", Li)).Contacts);
        Assert.Equal([Contact.Empty with { Id = 1, Phone = "1" }], image.TakenFrom(People("Old", Li with { Phone = "1" })).Contacts.AsEnumerable());
        Assert.Empty(image.TakenFrom(People("Old")).Contacts);
    }

    [Fact]
    public void The_highest_number_of_a_contact_stays() =>
        Assert.Equal(7, new PersonImage(People("Old"), People("Old", Li), 2).TakenFrom(People("Old", Li) with { LastContactId = 7 }).LastContactId);

    [Fact]
    public void A_later_import_is_taken_back_to_what_was_there_before_both()
    {
        var (a, b, c) = (People("A", Li with { Email = "a" }), People("A", Li with { Email = "b" }), People("A", Li with { Email = "b", Phone = "1" }));
        var (first, second) = (new PersonImage(a, b, 2), new PersonImage(b, c, 3));
        var current = first.TakenFrom(c);
        second = first.TakenFrom(second);

        Assert.Equal(a, second.TakenFrom(current));
    }

    private static Person People(string name, params ImmutableArray<Contact> contacts) => new(name, contacts) { LastContactId = 2 };
}
