using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Care;

/// <summary>Reading what marketing sets: every fault at its place, and what is not said is as the program has it.</summary>
public sealed class CareRuleReaderTests
{
    [Fact]
    public void What_is_not_said_is_as_the_program_has_it()
    {
        var (rule, faults) = CareRuleReader.Occasion("""{ "isOn": true }""", "anniversary", Commercial);
        Assert.Empty(faults);
        Assert.Equal(CareRules.Default("anniversary").Template, rule!.Template);
        Assert.True(rule.IsOn);
        Assert.Equal(new TimeOnly(8, 0), rule.At);
    }

    [Fact]
    public void Amounts_are_currency_and_shares_are_parts_of_one()
    {
        var (draft, faults) = CareRuleReader.Campaign(
            """
            { "name": "Spring", "template": "campaign", "days": { "from": "2026-06-15", "to": "2026-06-20" }, "at": "09:30", "ratePerMinute": 60,
              "split": { "template": "campaign", "share": 0.25 }, "channels": ["email", "task"], "todo": { "kind": "gift", "cost": 12.5 },
              "audience": { "tier": [1, 2], "sales": { "min": 100.01 }, "kind": "individual", "tags": ["vip"] } }
            """,
            Commercial);
        Assert.Empty(faults);
        var rule = draft!.Rule;
        Assert.Equal(("Spring", 2500, 1250L, 10_001L, 60), (draft.Name, rule.Split!.Share, rule.Todo!.Cost, rule.Audience.Sales!.Min, rule.RatePerMinute));
        Assert.Equal((CustomerKind.Individual, new TimeOnly(9, 30)), (rule.Audience.Kind, rule.At));
        Assert.Equal([1, 2], rule.Audience.Tier.AsEnumerable());
    }

    [Theory]
    [InlineData("""{ }""", "/isOn")]
    [InlineData("""{ "isOn": true, "colour": 1 }""", "/colour")]
    [InlineData("""{ "isOn": true, "channels": ["pigeon"] }""", "/channels/0")]
    [InlineData("""{ "isOn": true, "channels": [] }""", "/channels")]
    [InlineData("""{ "isOn": true, "audience": { "tier": [5] } }""", "/audience/tier/0")]
    [InlineData("""{ "isOn": true, "audience": { "shoeSize": 1 } }""", "/audience/shoeSize")]
    [InlineData("""{ "isOn": true, "audience": { "sales": { "min": 2, "max": 1 } } }""", "/audience/sales")]
    [InlineData("""{ "isOn": true, "audience": { "sales": { "min": 0.001 } } }""", "/audience/sales/min")]
    [InlineData("""{ "isOn": true, "channels": ["task"] }""", "/todo")]
    [InlineData("""{ "isOn": true, "at": "07:59" }""", "/at")]
    [InlineData("""{ "isOn": true, "at": "22:00" }""", "/at")]
    [InlineData("""{ "isOn": true, "template": "nowhere" }""", "/template")]
    [InlineData("""{ "isOn": true, "template": "campaign" }""", "/template")]
    [InlineData("""{ "isOn": true, "ratePerMinute": 0 }""", "/ratePerMinute")]
    public void An_occasion_at_fault_is_told_where(string json, string pointer)
    {
        var (rule, faults) = CareRuleReader.Occasion(json, "birthday", Commercial);
        Assert.Null(rule);
        Assert.Equal([pointer], faults.Select(f => f.Pointer));
    }

    [Theory]
    [InlineData("""{ "template": "campaign", "days": { "from": "2026-06-15", "to": "2026-06-15" } }""", "/name")]
    [InlineData("""{ "name": "n", "days": { "from": "2026-06-15", "to": "2026-06-14" } }""", "/days")]
    [InlineData("""{ "name": "n", "days": { "from": "soon", "to": "2026-06-14" } }""", "/days/from")]
    [InlineData("""{ "name": "n", "days": { "from": "2026-06-15", "to": "2026-06-15" }, "split": { "template": "campaign", "share": 1.1 } }""", "/split/share")]
    [InlineData("""{ "name": "n", "days": { "from": "2026-06-15", "to": "2026-06-15" }, "split": { "template": "nowhere", "share": 1 } }""", "/split/template")]
    [InlineData("""{ "name": "n", "days": { "from": "2026-06-15", "to": "2026-06-15" }, "date": {} }""", "/date")]
    public void A_campaign_at_fault_is_told_where(string json, string pointer)
    {
        var (draft, faults) = CareRuleReader.Campaign(json, Commercial);
        Assert.Null(draft);
        Assert.Equal([pointer], faults.Select(f => f.Pointer));
    }

    [Fact]
    public void A_day_of_the_company_says_its_date()
    {
        const string date = """{ "calendar": "lunar", "month": 8, "day": 30, "names": { "zh": "厂庆", "en": "Founding" } }""";
        var (rule, _) = CareRuleReader.Occasion($$"""{ "isOn": true, "date": {{date}} }""", "founding", Commercial);
        Assert.Equal(new CompanyDate("founding", new("厂庆", "Founding"), true, 8, 30), rule!.Date);
        Assert.Equal(["/date"], CareRuleReader.Occasion($$"""{ "isOn": true, "date": {{date}} }""", "Not Kebab", Commercial).Faults.Select(f => f.Pointer));
        Assert.Contains("/date", CareRuleReader.Occasion("""{ "isOn": true }""", "founding", Commercial).Faults.Select(f => f.Pointer));
    }

    private static bool? Commercial(string template) => template switch
    {
        "campaign" => true,
        "nowhere" => null,
        _ => false,
    };
}
