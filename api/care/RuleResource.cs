using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Lifecycle.Api.Customers;
using Lifecycle.Grains;

namespace Lifecycle.Api.Care;

/// <summary>What is set for an occasion or a campaign. What is not said when it is set is as the program has it.</summary>
/// <param name="IsOn">Of an occasion: whether anything is planned.</param>
/// <param name="Channels">email, sms, wecom, task: each is a decision of its own.</param>
/// <param name="Template">The template's name.</param>
/// <param name="Commercial">Advertising: needs consent that was given, and a template that can be unsubscribed from.</param>
/// <param name="Cheerful">Not for whoever has an open complaint.</param>
/// <param name="Capped">Whether it counts, and is counted, among a contact's messages of the month.</param>
/// <param name="At">From when on it may leave, by the customer's clock: 08:00 to 22:00.</param>
/// <param name="RatePerMinute">Messages a minute at most; null: as fast as the channel takes them.</param>
/// <param name="Todo">What a task asks for.</param>
/// <param name="Date">Of a day of the company's own.</param>
/// <param name="Name">Of a campaign.</param>
/// <param name="Days">Of a campaign: its first and last day, by the customer's calendar.</param>
/// <param name="Split">Of a campaign: a second template for some.</param>
public sealed record RuleResource(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? IsOn,
    IReadOnlyList<string> Channels, string Template, AudienceResource Audience, bool Commercial, bool Cheerful, bool Capped, string At,
    int? RatePerMinute, TodoResource? Todo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CompanyDateResource? Date,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CampaignDaysResource? Days,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SplitResource? Split)
{
    /// <summary>A rule as the interface has it.</summary>
    /// <param name="name">Of a campaign; null: it is an occasion's.</param>
    public static RuleResource Of(CareRule rule, string? name = null) => new(
        name, name is null ? rule.IsOn : null, rule.Channels, rule.Template, AudienceResource.Of(rule.Audience), rule.IsCommercial, rule.IsCheerful,
        rule.IsCapped, rule.At.ToString("HH:mm", CultureInfo.InvariantCulture), rule.RatePerMinute,
        rule.Todo is { } todo ? new(todo.Kind, Money.Amount(todo.Cost), todo.Budget) : null,
        rule.Date is { } date
            ? new(date.Lunar ? "lunar" : "solar", date.Month, date.Day, date.Year, OccasionNames.Of(date.Names))
            : null,
        rule.Days is { } days ? new(days.First, days.Last) : null,
        rule.Split is { } split ? new(split.Template, split.Share / 10_000m) : null);
}

/// <summary>Who is meant: customers for which everything that is said holds. Amounts in currency.</summary>
/// <param name="Tags">Labels, of which the customer has at least one.</param>
/// <param name="Kind">enterprise or individual; null: both.</param>
/// <param name="Sales">In the policy's window.</param>
/// <param name="FirstContactOnly">Of each customer the first contact alone.</param>
public sealed record AudienceResource(
    IReadOnlyList<string> State, IReadOnlyList<string> Class, IReadOnlyList<int> Tier, IReadOnlyList<string> Region, IReadOnlyList<string> Manager,
    IReadOnlyList<string> Industry, IReadOnlyList<string> Tags, string? Kind, AmountRange? Sales, AmountRange? Receivable, AmountRange? Overdue,
    bool FirstContactOnly)
{
    internal static AudienceResource Of(Audience audience) => new(
        audience.State, audience.Class, audience.Tier, audience.Region, audience.Manager, audience.Industry, audience.Tags,
        audience.Kind is { } kind ? CustomerResource.Word(kind) : null, AmountRange.Of(audience.Sales), AmountRange.Of(audience.Receivable),
        AmountRange.Of(audience.Overdue), audience.FirstContactOnly);
}

/// <summary>Amounts from one to another, both included; null: without end on that side.</summary>
public sealed record AmountRange(decimal? Min, decimal? Max)
{
    internal static AmountRange? Of(CentsRange? range) => range is null ? null
        : new(range.Min is { } min ? Money.Amount(min) : null, range.Max is { } max ? Money.Amount(max) : null);
}

/// <summary>What an account manager is asked to do.</summary>
/// <param name="Kind">call, visit or gift.</param>
/// <param name="Cost">What one costs, in currency.</param>
/// <param name="Budget">What it is charged to.</param>
public sealed record TodoResource(string Kind, decimal Cost, string? Budget);

/// <summary>When a day of the company's own falls.</summary>
/// <param name="Calendar">solar or lunar.</param>
/// <param name="Year">Once, in this year of its calendar; null: every year.</param>
public sealed record CompanyDateResource(string Calendar, int Month, int Day, int? Year, OccasionNames Names);

/// <summary>What an occasion is called.</summary>
public sealed record OccasionNames(string Zh, string En)
{
    [return: NotNullIfNotNull(nameof(names))]
    internal static OccasionNames? Of(Names? names) => names is null ? null : new(names.Chinese, names.English);
}

/// <summary>The days of a campaign, both included.</summary>
public sealed record CampaignDaysResource(DateOnly From, DateOnly To);

/// <summary>A/B: a second template for a share of the contacts, always the same ones.</summary>
/// <param name="Share">0 to 1, at most 4 decimals.</param>
public sealed record SplitResource(string Template, decimal Share);
