using System.Text;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Policies;

using Lifecycle.Tests.Grains.Oracle;

/// <summary>Whatever is sent as a policy: faults, never an exception; and a policy without faults rates everybody.</summary>
public sealed class PolicyFuzzTests
{
    private static readonly string[] Pieces =
    [
        "null", "true", "[]", "{}", "\"\"", "0", "-1", "1e999", "999999999999999", "-999999999999999.999999999", "0.000000001", "\"sales\"",
        "\"tenureYears\"", "\"\\ud800\"", "\"\\udc00x\"", "\"02-28\"", "[[0,0],[1,100]]", "[[-999999999999999,0],[999999999999999,100]]", "\"statisticalYear\"",
    ];

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\ud800\": 1}")]
    [InlineData("{\"name\": \"\\ud800\"}")]
    [InlineData("{\"tier\": {\"caps\": {\"\\udc00\": 1}}}")]
    [InlineData("\0")]
    [InlineData("[[[[")]
    public void Odd(string json) => Assert.NotEmpty(PolicyReader.Read(json).Faults);

    [Fact]
    public void HalfASurrogatePairInTheTextItself() => Assert.NotEmpty(PolicyReader.Read("{\"name\": \"" + (char)0xD800 + "\"}").Faults);

    [Fact]
    public void DeepNesting() => Assert.NotEmpty(PolicyReader.Read(new string('[', 100_000)).Faults);

    [Fact]
    public void NeverThrows() => Seeds.Run(4000, random =>
    {
        var text = new StringBuilder(PolicyReader.DefaultJson);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            Damage(random, text);
        }

        var (document, faults) = PolicyReader.Read(text.ToString());

        Assert.Equal(document is null, !faults.IsEmpty);
        if (document is not null)
        {
            RatesEverybody(document, random);
        }
    });

    /// <summary>One value of the document becomes another, of any kind and size.</summary>
    [Fact]
    public void AnyValueInAnyPlace() => Seeds.Run(4000, random =>
    {
        var json = PolicyReader.DefaultJson;
        var starts = Enumerable.Range(0, json.Length).Where(i => char.IsAsciiDigit(json[i]) && !(char.IsAsciiDigit(json[i - 1]) || json[i - 1] is '.' or '-')).ToList();
        var at = starts[random.Next(starts.Count)];
        var end = at;
        while (char.IsAsciiDigit(json[end]) || json[end] == '.')
        {
            end++;
        }

        var (document, _) = PolicyReader.Read(json[..at] + Pieces[random.Next(Pieces.Length)] + json[end..]);
        if (document is not null)
        {
            RatesEverybody(document, random);
        }
    });

    private static void RatesEverybody(PolicyDocument document, Random random)
    {
        var day = Make.Day("2024-02-29");
        var c = RichRandom.NothingAhead(RichRandom.Any(random, day), day);
        Rater.Review(FromOracle.State(c), day, new([new Policy(1, day, document)]));
        var most = Money.MostCents / 100m;
        var rich = Make.State(
            Make.Posting("shipment", most, day), Make.Posting("shipment", most, "2022-12-31"), Make.Posting("repayment", most, "2023-01-01"));
        Rater.Review(rich, day, new([new Policy(1, day, document)]));
    }

    private static void Damage(Random random, StringBuilder text)
    {
        var at = random.Next(text.Length);
        switch (random.Next(4))
        {
            case 0:
                text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at));
                break;
            case 1:
                text[at] = (char)random.Next(32, 127);
                break;
            case 2:
                text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                break;
            default:
                text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 60), text.Length - at)));
                break;
        }
    }
}
