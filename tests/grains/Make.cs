using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains;

/// <summary>Short ways to write the core's values down in a test.</summary>
internal static class Make
{
    /// <summary>The default policy, in force for ever.</summary>
    public static PolicyBook DefaultBook { get; } = Book(null);

    public static Policy DefaultPolicy => DefaultBook.Published[0];

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static PostingKind Kind(string name) =>
        PostingKinds.TryParse(name, out var kind) ? kind : throw new ArgumentException(name);

    public static Posting Posting(string kind, decimal amount, DateOnly on, DateOnly? due = null, string key = "1") =>
        new("test", key, "C", Kind(kind), (long)(amount * 100), on, due);

    public static Posting Posting(string kind, decimal amount, string on, string? due = null, string key = "1") =>
        Posting(kind, amount, Day(on), due is null ? null : Day(due), key);

    public static CustomerState State(params Posting[] postings) =>
        new("C") { IsRegistered = true, Movements = Movements.Of(postings) };

    public static CustomerState With(this CustomerState state, string effectiveOn, ProfileChange change) =>
        state with { Profile = change.ApplyTo(state.Profile, Day(effectiveOn)) };

    public static CustomerState Evaluated(this CustomerState state, params Evaluation[] evaluations) =>
        state with { Evaluations = evaluations.Aggregate(state.Evaluations, (sum, e) => sum.Plus(e)) };

    /// <summary>A book of one policy: the default with another window. Null: the trailing year; else a month and day, "04-01".</summary>
    public static PolicyBook Book(string? start)
    {
        var json = DefaultJson();
        if (start is not null)
        {
            json["window"] = new JsonObject { ["kind"] = "statisticalYear", ["start"] = start };
        }

        return new([new Policy(1, Day("2000-01-01"), Read(json))]);
    }

    public static JsonObject DefaultJson() => JsonNode.Parse(PolicyReader.DefaultJson)!.AsObject();

    public static PolicyDocument Read(JsonNode json)
    {
        var (document, faults) = PolicyReader.Read(json.ToJsonString());
        Assert.Empty(faults);
        return document!;
    }

    public static ImmutableArray<CustomerEvent> Events(params CustomerEvent[] events) => [.. events];
}
