using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Ratings;

/// <summary>
/// What a rating says of itself, word by word: a difference here changes what was explained to a customer before, so
/// <see cref="Rater.EngineVersion"/> must change with it. LIFECYCLE_GOLDEN=write writes the files anew.
/// </summary>
public sealed class ExplanationTests
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    [Theory]
    [InlineData("new")]
    [InlineData("mature")]
    [InlineData("deteriorating")]
    [InlineData("problem")]
    [InlineData("dormant")]
    [InlineData("undefined")]
    [InlineData("statistical-year")]
    public void IsWhatItAlwaysWas(string name)
    {
        var (state, start) = GoldenCustomers.All[name];
        var policy = Make.Book(start).Published[0];
        var rating = Rater.Rate(state, GoldenCustomers.Day, policy);
        Assert.True(name is "undefined" or "statistical-year" || rating.State == name, $"{name} is {rating.Class}");
        var stored = PackedMeasures.Unpack(PackedMeasures.Pack(rating.Measures));

        var shown = JsonSerializer.Serialize(
            new
            {
                rating.Day, rating.State, rating.Class, Score = rating.ScoreHundredths / 100m, rating.TierComputed, rating.Tier,
                Explanation = Explanation.Of(policy, stored),
            },
            Options) + "\n";

        Golden.Compare($"{name}.json", shown);
    }

    /// <summary>The rules end with the one that won, and only that one holds.</summary>
    [Fact]
    public void OnlyTheLastRuleShownHolds() => Seeds.Run(300, random =>
    {
        var day = Make.Day("2024-02-29");
        var rating = Rater.Rate(FromOracle.State(RichRandom.Any(random, day)), day, Make.DefaultPolicy);
        var rules = Explanation.Of(Make.DefaultPolicy, rating.Measures).Rules;

        Assert.Equal(rating.Class, rules[^1].Class);
        Assert.All(rules, (rule, i) => Assert.Equal(i == rules.Length - 1, rule.Holds));
        Assert.All(rules, rule => Assert.Equal(rule.Holds, rule.Conditions.All(c => c.Holds)));
    });
}
