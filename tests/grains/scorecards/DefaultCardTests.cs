using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Scorecards;

/// <summary>The default cards are those of the specification, section 7.</summary>
public sealed class DefaultCardTests
{
    [Fact]
    public void ProspectPointsAreThoseOfTheSpecification()
    {
        int[] four = [10, 8, 6, 4];
        int[][] expected = [four, four, four, four, [30, 25, 20, 15, 10], [10, 5], four];

        Assert.Equal(expected, Cards.Prospect.Questions.Select(question => question.Choices.Select(choice => choice.Points / 100).ToArray()));
        Assert.Equal(90, Cards.Prospect.Parts[0].Most);
    }

    [Fact]
    public void EveryProspectLandsInTheBandOfItsSum()
    {
        // All 10 240 cards there are.
        var sums = new HashSet<int>();
        for (var code = 0; code < 4 * 4 * 4 * 4 * 5 * 2 * 4; code++)
        {
            int[] picks = [code % 4, code / 4 % 4, code / 16 % 4, code / 64 % 4, code / 256 % 5, code / 1280 % 2, code / 2560];
            int[][] points = [[10, 8, 6, 4], [10, 8, 6, 4], [10, 8, 6, 4], [10, 8, 6, 4], [30, 25, 20, 15, 10], [10, 5], [10, 8, 6, 4]];
            var sum = picks.Select((pick, question) => points[question][pick]).Sum();
            sums.Add(sum);

            var score = CardScore.Of(Cards.Prospect, [Cards.Sheet(Cards.Prospect, Cards.Answers(Cards.Prospect, picks))]);

            Assert.Equal(((decimal?)sum, BandOf(sum)), (score.Parts[0].Shown, score.Band!.Name));
        }

        Assert.Superset(new HashSet<int> { 90, 81, 80, 71, 70, 61, 60, 51, 50, 35 }, sums);

        static string BandOf(int sum) => sum >= 81 ? "gold" : sum >= 71 ? "fine" : sum >= 61 ? "good" : sum >= 51 ? "fair" : "drop";
    }

    [Fact]
    public void TheWholeMatrixOfIntention()
    {
        for (var code = 0; code < 1 << 7; code++)
        {
            var picks = Enumerable.Range(0, 7).Select(bit => (code >> bit) & 1).ToArray(); // 0 is A
            var (conditions, signs) = (picks[..2].Count(pick => pick == 0), picks[2..].Count(pick => pick == 0));
            var expected = (conditions, signs) switch
            {
                (2, 5) => "A",
                (2, 3 or 4) => "B",
                (2, _) => "C",
                (1, 5) => "C",
                (1, _) => "D",
                _ => "E",
            };

            Assert.Equal(expected, CardScore.Of(Cards.Intention, [Cards.Sheet(Cards.Intention, Cards.Answers(Cards.Intention, picks))]).Band!.Name);
        }
    }

    [Fact]
    public void QualitativeIsTheMeanOfSixDimensionsAndHasNoBands()
    {
        Assert.Equal(
            ["credit", "marketCoverage", "internalManagement", "initiative", "capability", "relations"], Cards.Qualitative.Questions.Select(question => question.Name));
        var score = CardScore.Of(Cards.Qualitative, [Cards.Sheet(Cards.Qualitative, Cards.Answers(Cards.Qualitative, 0, 100, 50, 60, 70, 80))]);

        Assert.Equal((60m, null), (score.Parts[0].Shown, score.Band));
        Assert.Same(Cards.Qualitative.Parts[0], Cards.Qualitative.Evaluation);
    }
}
