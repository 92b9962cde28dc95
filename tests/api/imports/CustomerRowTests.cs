using Lifecycle.Api.Imports;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Api.Imports;

public sealed class CustomerRowTests
{
    private const string All =
        "id,name,kind,manager,region,industry,customer_since,credit_limit,credit_days,birthday,birthday_calendar,email,phone,language,consent_email,"
        + "collection_difficult,complexity,credit_from,contact,salutation,position,consent_sms,consent_wecom\n";

    private static readonly CustomerState Nobody = new("c1");

    [Fact]
    public void Every_column_reaches_its_field()
    {
        var (state, person) = Import(
            All + "c1,Ltd,enterprise,li.na,East,trade,2020-02-29,1000.50,45,1990-08-15,lunar,a@b.cn,123,zh-CN,TRUE,true,62.5,monthEnd,王芳,女士,CFO,false,\n");
        var profile = state.Profile;
        Assert.Equal(("li.na", "East", "trade"), (profile.Manager.At(Csv.Today), profile.Region.At(Csv.Today), profile.Industry));
        Assert.Equal((100_050L, 45, CreditFrom.MonthEnd), (profile.CreditLimit.At(Csv.Today), profile.CreditDays.At(Csv.Today), profile.CreditFrom.At(Csv.Today)));
        Assert.Equal((true, 6_250), (profile.CollectionDifficult.At(Csv.Today), profile.Complexity.At(Csv.Today)));
        Assert.Equal(new DateOnly(2020, 2, 29), profile.CustomerSince.At(Csv.Today));
        var contact = Assert.Single(person.Contacts);
        Assert.Equal(("王芳", "女士", "CFO", "a@b.cn", "123", "zh-CN"), (contact.Name, contact.Salutation, contact.Position, contact.Email, contact.Phone, contact.Language));
        Assert.Equal(new Birthday(true, 8, 15, 1990, false, false), contact.Birthday);
        Assert.Equal([new("email", true), new("sms", false)], contact.Consent);
    }

    [Fact]
    public void Blank_contact_columns_make_no_contact()
    {
        var (_, person) = Import(All + "c1,Ltd,,,,,,,,,,,,,,,,,,,,,\n");
        Assert.Empty(person.Contacts);
    }

    [Fact]
    public void An_unchanged_row_is_a_duplicate()
    {
        const string Text = All + "c1,Ltd,individual,li.na,East,trade,2020-02-29,1000.50,45,08-15,,a@b.cn,123,zh-CN,true,true,62.5,shipment,,,,,\n";
        var (state, person) = Import(Text);
        Assert.Equal(Outcome.Duplicate, Customer.Decide(state, Csv.Command<ChangeProfile>(ImportKind.Customers, Text), person).Outcome);
    }

    [Fact]
    public void An_absent_column_keeps_and_a_blank_cell_clears()
    {
        var before = Import("id,name,manager,region,email,phone,consent_email\nc1,Ltd,li.na,East,a@b.cn,123,true\n");
        var (state, person) = Import("id,manager,email,consent_email\nc1,,,\n", before.State, before.Person);
        Assert.Equal((null, "East"), (state.Profile.Manager.At(Csv.Today), state.Profile.Region.At(Csv.Today)));
        Assert.Equal("Ltd", person.Name);
        var contact = Assert.Single(person.Contacts);
        Assert.Equal((null, "123", 0), (contact.Email, contact.Phone, contact.Consent.Count));
    }

    [Theory]
    [InlineData("individual", "", "王芳")]
    [InlineData("individual", "小王", "小王")]
    [InlineData("enterprise", "", null)]
    public void An_individual_is_its_own_first_contact(string kind, string contact, string? name) =>
        Assert.Equal(name, Assert.Single(Import($"id,name,kind,contact,phone\nc1,王芳,{kind},{contact},123\n").Person.Contacts).Name);

    [Fact]
    public void An_individual_of_whom_nothing_else_is_known_has_no_contact() =>
        Assert.Empty(Import("id,name,kind,contact,phone\nc1,王芳,individual,,\n").Person.Contacts);

    [Fact]
    public void The_calendar_alone_is_no_birthday() =>
        Assert.Equal("import-columns-missing", Csv.Read(ImportKind.Customers, Csv.Utf8("id,birthday_calendar\nc1,solar\n")).Fault?.Code);

    private static (CustomerState State, Person Person) Import(string text, CustomerState? state = null, Person? person = null)
    {
        var command = Csv.Command<ChangeProfile>(ImportKind.Customers, text);
        Assert.True(command.Register);
        var decision = Customer.Decide(state ?? Nobody, command, person);
        Assert.Equal(Outcome.Accepted, decision.Outcome);
        return (
            decision.Events.Aggregate(state ?? Nobody, Customer.Evolve),
            decision.Events.OfType<PersonChanged>().Select(changed => changed.Person).SingleOrDefault() ?? person!);
    }
}
