using Lifecycle.Grains;
using NJsonSchema;

namespace Lifecycle.Tests.Grains.Scorecards;

/// <summary>Schema and reader take the same texts and the same numbers.</summary>
public sealed class CardSchemaTests
{
    private static readonly Task<JsonSchema> Schema = JsonSchema.FromJsonAsync(ScorecardReader.SchemaJson);

    [Theory]
    [InlineData("a", true)]
    [InlineData("a b", true)]
    [InlineData("客户 A", true)]
    [InlineData("\ufeffa", true)]
    [InlineData("a\u200b", true)]
    [InlineData(".", true, false)]
    [InlineData("..", true, false)]
    [InlineData("...", true)]
    [InlineData(".a", true)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData(" a", false)]
    [InlineData("a ", false)]
    [InlineData("a\n", false)]
    [InlineData("..\n", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\0b", false)]
    [InlineData("a\u007f", false)]
    [InlineData("\u0085a", false)]
    [InlineData("a\u009fb", false)]
    [InlineData("a\u3000", false)]
    [InlineData("\u00a0a", false)]
    [InlineData("a\u2028", false)]
    [InlineData("a\u2028b", true)]
    public Task TextsOfACard(string text, bool isWords, bool isId = true) => SameAsync(text, isWords, isWords && isId);

    [Theory]
    [InlineData(100, true, true)]
    [InlineData(101, true, false)]
    [InlineData(200, true, false)]
    [InlineData(201, false, false)]
    public Task LengthsOfTexts(int length, bool isWords, bool isId) => SameAsync(new('x', length), isWords, isId);

    [Fact]
    public async Task AnyWhiteSpaceAndAnyControlCharacter()
    {
        foreach (var c in Enumerable.Range(0, 0xD800).Select(c => (char)c).Where(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            await SameAsync($"a{c}", isWords: false, isId: false);
            await SameAsync($"{c}a", isWords: false, isId: false);
            await SameAsync($"a{c}b", !char.IsControl(c), !char.IsControl(c));
        }
    }

    /// <summary>Many validators compute with doubles, in which 0.29 is no multiple of 0.01; this one does not.</summary>
    [Fact]
    public void NoNumberIsAMultipleOfAFraction() => Assert.DoesNotContain("multipleOf", ScorecardReader.SchemaJson, StringComparison.Ordinal);

    private static async Task SameAsync(string text, bool isWords, bool isId)
    {
        var (words, id) = (Cards.Json("prospect"), Cards.Json("prospect"));
        words["name"] = text;
        id["parts"]![0]!["questions"]![0]!["question"] = text;
        var schema = await Schema;
        Assert.Equal((isWords, isWords), (schema.Validate(words.ToJsonString()).Count == 0, ScorecardReader.Read(words.ToJsonString()).Faults.IsEmpty));
        Assert.Equal((isId, isId), (schema.Validate(id.ToJsonString()).Count == 0, ScorecardReader.Read(id.ToJsonString()).Faults.IsEmpty));
    }
}
