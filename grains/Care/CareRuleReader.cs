using System.Collections.Immutable;
using System.Globalization;

namespace Lifecycle.Grains;

/// <summary>Reads what marketing sets, as the interface has it: amounts in currency, shares from 0 to 1. Every fault at once, each with its JSON pointer.</summary>
public static class CareRuleReader
{
    /// <summary>The longest document, in characters.</summary>
    public const int LongestDocument = 65_536;

    // Messages a minute: more than any channel takes.
    private const int MostRate = 1_000_000;

    private const int MostWords = 200;

    /// <summary>The rule of a festival, another known occasion, or a day of the company's own.</summary>
    /// <param name="isCommercial">Whether a template advertises; null: there is no such template.</param>
    public static (CareRule? Rule, IReadOnlyList<DocumentFault> Faults) Occasion(string json, string id, Func<string, bool?> isCommercial) =>
        Read(json, document =>
        {
            var rule = Common(document, CareRules.Default(id), isCommercial) with { IsOn = document.Child("isOn").Flag() };
            return CareRules.Known.Contains(id) ? rule : rule with { Date = Date(document.Child("date"), id) };
        });

    /// <summary>A campaign: its name, and its rule.</summary>
    /// <param name="isCommercial">Whether a template advertises; null: there is no such template.</param>
    public static (CampaignDraft? Draft, IReadOnlyList<DocumentFault> Faults) Campaign(string json, Func<string, bool?> isCommercial) =>
        Read(json, document =>
        {
            var name = Required(document.Child("name"));
            var defaults = new CareRule { Occasion = Occasions.Campaign, Template = "campaign", IsCommercial = true };
            var rule = Common(document, defaults, isCommercial);
            return new CampaignDraft(name, rule with
            {
                Name = name,
                Days = Days(document.Child("days")),
                Split = Maybe(document, "split") is { } split ? Split(split, rule, isCommercial) : null,
            });
        });

    private static (T?, IReadOnlyList<DocumentFault>) Read<T>(string json, Func<DocumentNode, T> read)
        where T : class
    {
        if (DocumentReading.TryParse(json, out var parsed) is { } unreadable)
        {
            return (null, [unreadable]);
        }

        using (parsed)
        {
            var reading = new DocumentReading();
            var root = new DocumentNode(parsed.RootElement, "", reading);
            var result = read(root);
            root.FaultUnknown();
            return reading.Faults.Count == 0 ? (result, []) : (null, reading.Faults);
        }
    }

    private static CareRule Common(DocumentNode document, CareRule defaults, Func<string, bool?> isCommercial)
    {
        var rule = defaults with
        {
            Channels = Maybe(document, "channels") is { } channels ? Channels(channels) : defaults.Channels,
            IsCommercial = Maybe(document, "commercial")?.Flag() ?? defaults.IsCommercial,
            IsCheerful = Maybe(document, "cheerful")?.Flag() ?? defaults.IsCheerful,
            IsCapped = Maybe(document, "capped")?.Flag() ?? defaults.IsCapped,
            At = Maybe(document, "at") is { } at ? At(at) : defaults.At,
            RatePerMinute = Maybe(document, "ratePerMinute")?.Whole(1, MostRate),
            Audience = Maybe(document, "audience") is { } audience ? Audience(audience) : defaults.Audience,
        };
        var todo = Maybe(document, "todo");
        rule = rule with { Todo = todo is { } asked ? Todo(asked) : rule.Channels.Contains(CareChannels.Task) ? defaults.Todo : null };
        if (rule.Channels.Contains(CareChannels.Task) && rule.Todo is null)
        {
            document.Child("todo");
        }

        var template = Maybe(document, "template");
        var name = template?.Text() ?? defaults.Template;
        CheckTemplate(template ?? document, name, rule, isCommercial);
        return rule with { Template = name };
    }

    private static void CheckTemplate(DocumentNode node, string name, CareRule rule, Func<string, bool?> isCommercial)
    {
        switch (isCommercial(name))
        {
            case null:
                node.Fault($"There is no template '{name}'.");
                break;
            case { } advertises when advertises != rule.IsCommercial && rule.Channels.Any(c => c != CareChannels.Task):
                node.Fault(advertises ? $"The template '{name}' advertises: say \"commercial\": true." : $"The template '{name}' does not advertise, and has no way to unsubscribe.");
                break;
        }
    }

    private static ImmutableArray<string> Channels(DocumentNode node)
    {
        var channels = Words(node, CareChannels.All);
        if (!node.Items().Any())
        {
            node.Fault("There is at least one channel.");
        }

        return channels;
    }

    private static Audience Audience(DocumentNode node) =>
        new()
        {
            State = Words(node, "state"),
            Class = Words(node, "class"),
            Tier = Maybe(node, "tier") is { } tiers ? [.. tiers.Items().Select(tier => tier.Whole(1, 4)).Distinct()] : [],
            Region = Words(node, "region"),
            Manager = Words(node, "manager"),
            Industry = Words(node, "industry"),
            Tags = Words(node, "tags"),
            Kind = Maybe(node, "kind") is { } kind ? Kind(kind) : null,
            Sales = Range(node, "sales"),
            Receivable = Range(node, "receivable"),
            Overdue = Range(node, "overdue"),
            FirstContactOnly = Maybe(node, "firstContactOnly")?.Flag() ?? false,
        };

    private static CustomerKind? Kind(DocumentNode node) => OneOf(node, ["enterprise", "individual"]) switch
    {
        "individual" => CustomerKind.Individual,
        "enterprise" => CustomerKind.Enterprise,
        _ => null,
    };

    private static CentsRange? Range(DocumentNode document, string name)
    {
        if (Maybe(document, name) is not { } node)
        {
            return null;
        }

        long? min = Maybe(node, "min") is { } least ? Cents(least, -Money.MostCents) : null;
        long? max = Maybe(node, "max") is { } most ? Cents(most, -Money.MostCents) : null;
        if (min is null && max is null)
        {
            node.Fault("A range says min, max, or both.");
        }
        else if (min > max)
        {
            node.Fault("min is above max.");
        }

        return new(min, max);
    }

    private static CareTodo Todo(DocumentNode node)
    {
        var kind = OneOf(node.Child("kind"), CareTaskKinds.All);
        return new(kind ?? "", Maybe(node, "cost") is { } cost ? Cents(cost, 0) : 0, Maybe(node, "budget") is { } budget ? Required(budget) : null);
    }

    private static CareSplit Split(DocumentNode node, CareRule rule, Func<string, bool?> isCommercial)
    {
        var (template, share) = (node.Child("template"), node.Child("share"));
        var name = template.Text();
        CheckTemplate(template, name, rule, isCommercial);
        var part = share.Number();
        if (part is < 0 or > 1 || decimal.Round(part, 4) != part)
        {
            share.Fault("A share lies between 0 and 1, with at most 4 decimals.");
            part = 0;
        }

        return new(name, (int)(part * 10_000));
    }

    private static CareDays Days(DocumentNode node)
    {
        var (from, to) = (Day(node.Child("from")), Day(node.Child("to")));
        if (from > to)
        {
            node.Fault("The last day lies before the first.");
        }

        return new(from, to);
    }

    private static CompanyDate Date(DocumentNode node, string id)
    {
        var calendar = OneOf(node.Child("calendar"), ["solar", "lunar"]);
        var names = node.Child("names");
        var date = new CompanyDate(
            id, new(names.Child("zh").Text(), names.Child("en").Text()), calendar == "lunar", node.Child("month").Whole(1, 12), node.Child("day").Whole(1, 31),
            Maybe(node, "year")?.Whole(1901, 2100));
        if (CompanyDate.Check(date) is { } refusal)
        {
            node.Fault(refusal.Message);
        }

        return date;
    }

    private static TimeOnly At(DocumentNode node)
    {
        if (TimeOnly.TryParseExact(node.Text(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) && at >= SendingDay.Opening && at < SendingDay.Closing)
        {
            return at;
        }

        node.Fault("This is a time from 08:00 to before 22:00.");
        return SendingDay.Opening;
    }

    private static DateOnly Day(DocumentNode node)
    {
        if (DateOnly.TryParseExact(node.Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day >= Grains.Days.Earliest && day <= Grains.Days.Latest)
        {
            return day;
        }

        node.Fault("This is a day such as 2026-01-31.");
        return Grains.Days.Earliest;
    }

    private static long Cents(DocumentNode node, long least)
    {
        if (Money.TryCents(node.Number(), "This", least, out var cents) is { } refusal)
        {
            node.Fault(refusal.Message);
        }

        return cents;
    }

    private static ImmutableArray<string> Words(DocumentNode document, string name) => Maybe(document, name) is { } node ? Words(node, known: null) : [];

    private static ImmutableArray<string> Words(DocumentNode node, IReadOnlyList<string>? known)
    {
        var items = node.Items().ToList();
        if (items.Count > MostWords)
        {
            node.Fault($"There are at most {MostWords}.");
            return [];
        }

        return [.. items.Select(item => known is null ? Required(item) : OneOf(item, known)).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private static string? OneOf(DocumentNode node, IReadOnlyList<string> known)
    {
        var word = node.Text();
        if (known.Contains(word, StringComparer.Ordinal))
        {
            return word;
        }

        node.Fault($"This is one of {string.Join(", ", known)}.");
        return null;
    }

    private static string Required(DocumentNode node)
    {
        var text = node.Text();
        if (node.IsEmptyText)
        {
            node.Fault("This is not empty.");
        }
        else if (text.Length > 0 && Text.Check(text, "This") is { } refusal)
        {
            node.Fault(refusal.Message);
        }

        return text;
    }

    // What is null is not said.
    private static DocumentNode? Maybe(DocumentNode node, string name) => node.MaybeChild(name) is { IsNull: false } child ? child : null;
}

/// <summary>A campaign as somebody wrote it.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Rule">Without which campaign it is.</param>
public sealed record CampaignDraft(string Name, CareRule Rule);
