using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Store.Scorecards;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store;

/// <summary>The few sheets that are read for a result amount to what all of them do.</summary>
public sealed class LatestSheetsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_latest_sheets_say_what_all_say(int seed)
    {
        var (random, ct) = (new Random(seed), CancellationToken.None);
        await using var host = await StoreHost.StartAsync();
        var cards = new Scorecards(host.Database, host.Clock);
        var judgements = new Judgements(host.Database, cards, host.Clock);
        var prospects = new Prospects(host.Database, cards, host.Clock);
        var (customer, prospect) = (new CardSubject(SubjectKind.Customer, "c"), new CardSubject(SubjectKind.Prospect, "p"));
        await host.RegisterAsync("c");
        await prospects.Put("p", "P", seen: null, ct);
        for (var version = 1; version <= 3; version++)
        {
            await cards.Put("q", version, ScorecardReader.DefaultJson("qualitative"), seen: null, "a", ct);
            await cards.Publish("q", version, seen: null, "a", ct);
            for (var i = 0; i < 25; i++)
            {
                var who = random.Next(2) == 0 ? customer : prospect;
                var points = Math.Round(random.NextDouble() * 3) * 25;
                var names = Names(version == 3 ? random.Next(1, 6) : random.Next(5, 7)); // nobody completes the last
                var answers = JsonSerializer.SerializeToElement(names.ToDictionary(name => name, _ => points, StringComparer.Ordinal));
                var on = StoreHost.Today.AddDays(-random.Next(4));
                var recorded = await judgements.Record(new("q", who, $"e{random.Next(3)}", on, null, answers), "a", key: null, ct);
                Assert.Equal(Shown(await AllAsync(recorded.Subject!)), Shown(recorded.Result!));
            }
        }

        await prospects.Become("p", "c", "a", ct);
        Assert.Equal(Shown(await AllAsync(customer)), Shown((await judgements.Result(customer, "q", ct))!));

        async Task<CardResult> AllAsync(CardSubject subject) => CardResult.Of("q", [.. await judgements.Sheets(subject, "q", long.MaxValue, int.MaxValue, ct)]);
    }

    private static IEnumerable<string> Names(int count) =>
        new[] { "credit", "marketCoverage", "internalManagement", "initiative", "capability", "relations" }.Take(count);

    private static string Shown(CardResult result) =>
        $"{result.Version}: {string.Join(' ', result.Counting.Select(s => s.Number))}; {string.Join(' ', result.Incomplete.Select(s => s.Number))}; {result.Score.Parts[0].Shown}";
}
