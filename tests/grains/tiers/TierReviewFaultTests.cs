using System.Text.Json.Nodes;
using Lifecycle.Grains;
using NJsonSchema;

namespace Lifecycle.Tests.Grains.Tiering;

/// <summary>Every fault of <c>tier.review</c> is named where it stands, by the schema as well where it can.</summary>
public sealed class TierReviewFaultTests
{
    [Theory]
    [InlineData("[]", "/tier/review/when")]
    [InlineData("{}", "/tier/review/when")]
    [InlineData("null", "/tier/review/when")]
    [InlineData("""{ "when": "monthly" }""", "/tier/review/when")]
    [InlineData("""{ "when": "everyRating", "days": ["01-01"] }""", "/tier/review/days")]
    [InlineData("""{ "when": "calendar" }""", "/tier/review/days")]
    [InlineData("""{ "when": "calendar", "days": [] }""", "/tier/review/days")]
    [InlineData("""{ "when": "calendar", "days": ["1 January"] }""", "/tier/review/days/0")]
    [InlineData("""{ "when": "calendar", "days": [101] }""", "/tier/review/days/0")]
    [InlineData("""{ "when": "everyRating", "effect": "later" }""", "/tier/review/effect")]
    [InlineData("""{ "when": "everyRating", "effect": "approval", "expiresAfterDays": 0 }""", "/tier/review/expiresAfterDays")]
    [InlineData("""{ "when": "everyRating", "effect": "approval", "expiresAfterDays": 1.5 }""", "/tier/review/expiresAfterDays")]
    [InlineData("""{ "when": "everyRating", "tellsEverybody": true }""", "/tier/review/tellsEverybody")]
    [InlineData("""{ "when": "everyRating", "role": "" }""", "/tier/review/role")]
    [InlineData("""{ "when": "everyRating", "role": "Tier Board" }""", "/tier/review/role")]
    [InlineData("""{ "when": "everyRating", "tellCustomer": "yes" }""", "/tier/review/tellCustomer")]
    [InlineData("""{ "when": "calendar", "days": ["04-01"], "role": ["tier-board"] }""", "/tier/review/role")]
    public async Task Faults_are_named(string review, string pointer)
    {
        var json = TierPolicies.Json(review);
        Assert.Contains(pointer, PolicyValidation.Check(json).Select(f => f.Pointer));
        Assert.NotEmpty((await JsonSchema.FromJsonAsync(PolicyReader.SchemaJson)).Validate(json));
    }

    [Theory]
    [InlineData("""{ "when": "calendar", "days": ["02-29"] }""", "/tier/review/days/0")]
    [InlineData("""{ "when": "everyRating", "effect": "atOnce", "expiresAfterDays": 5 }""", "/tier/review/expiresAfterDays")]
    [InlineData("""{ "when": "calendar", "days": ["04-01", "01-01"] }""", "/tier/review/days")]
    [InlineData("""{ "when": "calendar", "days": ["04-01", "04-01"] }""", "/tier/review/days")]
    public void Also_those_that_no_schema_sees(string review, string pointer) =>
        Assert.Contains(pointer, PolicyValidation.Check(TierPolicies.Json(review)).Select(f => f.Pointer));

    [Theory]
    [InlineData("""{ "when": "everyRating" }""")]
    [InlineData("""{ "when": "everyRating", "effect": "approval" }""")]
    [InlineData("""{ "when": "calendar", "days": ["04-01"], "effect": "approval", "expiresAfterDays": 5 }""")]
    [InlineData("""{ "when": "calendar", "days": ["01-01", "04-01", "07-01", "10-01"] }""")]
    [InlineData("""{ "when": "everyRating", "role": "tier-board" }""")]
    [InlineData("""{ "when": "everyRating", "tellCustomer": true }""")]
    [InlineData("""{ "when": "calendar", "days": ["04-01"], "effect": "approval", "role": "sales.cn-2" }""")]
    public async Task Sound_ones_are_taken(string review)
    {
        var json = TierPolicies.Json(review);
        Assert.Empty(PolicyValidation.Check(json));
        Assert.Empty((await JsonSchema.FromJsonAsync(PolicyReader.SchemaJson)).Validate(json));
    }

    [Fact]
    public void What_a_document_does_not_say_is_every_rating() =>
        Assert.Equal(TierReview.EveryRating, Make.Read(JsonNode.Parse(PolicyReader.DefaultJson)!).Tier.Review);
}
