using System.Text.Json;
using Lifecycle.Grains;

namespace Lifecycle.Api.Timeline;

/// <summary>Recorded facts in the words and units of the interface.</summary>
internal static class FactDetails
{
    public static Dictionary<string, object?> Of(string type, string payload) => type switch
    {
        "profile-changed" => OfProfile(payload),
        "evaluation-recorded" => OfEvaluation(payload),
        _ => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(payload)!.ToDictionary(d => d.Key, d => (object?)d.Value),
    };

    public static Dictionary<string, object?> OfPosting(Posting posting) => new()
    {
        ["source"] = posting.Source,
        ["externalId"] = posting.ExternalId,
        ["kind"] = posting.Kind.Name(),
        ["amount"] = Money.Amount(posting.Cents),
        ["occurredOn"] = posting.OccurredOn,
        ["dueOn"] = posting.DueOn,
    };

    private static Dictionary<string, object?> OfProfile(string payload)
    {
        var happened = (ProfileChanged)EventCodec.Decode("profile-changed", payload)!;
        var (change, details) = (happened.Change, new Dictionary<string, object?> { ["effectiveOn"] = happened.EffectiveOn });
        Add("kind", change.Kind, v => v == CustomerKind.Individual ? "individual" : "enterprise");
        Add("manager", change.Manager, v => v);
        Add("region", change.Region, v => v);
        Add("industry", change.Industry, v => v);
        Add("customerSince", change.CustomerSince, v => v);
        Add("creditLimit", change.CreditLimit, v => v is { } cents ? Money.Amount(cents) : null);
        Add("creditDays", change.CreditDays, v => v);
        Add("creditFrom", change.CreditFrom, v => v == CreditFrom.MonthEnd ? "monthEnd" : "shipment");
        Add("collectionDifficult", change.CollectionDifficult, v => v);
        Add("complexity", change.Complexity, v => v / 100m);
        Add("timeZone", change.TimeZone, v => v);
        Add("tags", change.Tags, v => v);
        return details;

        void Add<T>(string name, Optional<T> field, Func<T, object?> show)
        {
            if (field.IsGiven)
            {
                details.Add(name, show(field.Value));
            }
        }
    }

    private static Dictionary<string, object?> OfEvaluation(string payload)
    {
        var happened = (EvaluationRecorded)EventCodec.Decode("evaluation-recorded", payload)!;
        return new()
        {
            ["evaluator"] = happened.Evaluation.Evaluator,
            ["points"] = happened.Evaluation.Points / 100m,
            ["on"] = happened.Evaluation.On,
            ["note"] = happened.Note,
        };
    }
}
