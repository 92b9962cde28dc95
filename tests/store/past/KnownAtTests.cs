using Lifecycle.Grains;
using Lifecycle.Store.Knowledge;
using Lifecycle.Store.Past;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store.Past;

/// <summary>What was known on a day is what was answered on that day.</summary>
public sealed class KnownAtTests
{
    private static readonly Guid[] Imports = [.. Enumerable.Range(1, 3).Select(n => new Guid(n, 0, 0, new byte[8]))];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Asked_later_it_is_what_was_answered_then(int seed)
    {
        var random = new Random(seed);
        await using var one = await StoreHost.StartAsync(options: new() { CompactionLimit = 6 });
        await using var two = await StoreHost.StartAsync(one.ConnectionString, new() { CompactionLimit = 6 });
        var life = new RandomLife(random, Imports);
        var answered = new List<(DateOnly AsOf, KnownAt Known, string Portfolio, string Moves, string?[] Customers)>();
        for (var day = 0; day < 12; day++)
        {
            for (var step = random.Next(12); step >= 0; step--)
            {
                await life.StepAsync(random.Next(2) == 0 ? one : two);
            }

            var today = one.Clock.Today;
            foreach (var asOf in new[] { today, today.AddDays(-random.Next(40)), today.AddDays(-random.Next(900)) })
            {
                answered.Add((asOf, KnownAt.EndOf(today, one.Clock), Shown(await one.Past.PortfolioOf(asOf, default)), await MovesAsync(one, asOf, null),
                    await RatingsAsync(one, asOf)));
            }

            one.Clock.Today = two.Clock.Today = today.AddDays(1 + (random.Next(3) == 0 ? random.Next(60) : 0));
        }

        using var fresh = new PastFigures(two.Database, two.Reader, two.Policies);
        foreach (var (asOf, known, portfolio, moves, customers) in answered)
        {
            var twice = await fresh.TwiceAsync(asOf, known);
            Assert.Equal(portfolio, Shown(twice.Then));
            Assert.Equal(Shown(await one.Past.PortfolioOf(asOf, default)), Shown(twice.Now));
            Assert.Equal(moves, await MovesAsync(one, asOf, known));

            var now = await RatingsAsync(one, asOf);
            var hindsights = await HindsightsAsync(two, asOf, known);
            Assert.Equal(customers, hindsights.Select(h => h is null ? null : Shown(h.Then, asOf, h.PoliciesThen)));
            Assert.Equal(now.Where((_, i) => customers[i] is not null), hindsights.OfType<Hindsight>().Select(h => h.Now is { } present ? Shown(present, asOf, h.PoliciesNow) : null));
            Assert.Equal(customers.Zip(now).Count(pair => pair.First != pair.Second), twice.Differing);

            // What differs has a reason. (Not the other way round: many a late fact changes nothing, or comes and goes.)
            Assert.All(hindsights.Index().Where(h => h.Item is { Count: 0 } && ReferenceEquals(h.Item.PoliciesThen, h.Item.PoliciesNow)), h => Assert.Equal(customers[h.Index], now[h.Index]));
        }
    }

    [Fact]
    public async Task The_end_of_a_day_is_that_of_the_company()
    {
        await using var host = await StoreHost.StartAsync();
        var day = host.Clock.Today;
        await host.RegisterAsync("c");
        var known = KnownAt.EndOf(day, host.Clock); // Shanghai is eight hours ahead
        host.Clock.Time = new(15, 59, 59);
        await host.PostAsync("c", "1", 100, on: day);
        host.Clock.Time = new(16, 0);
        await host.PostAsync("c", "2", 1000, on: day);

        Assert.Equal(100m, (await host.Past.TwiceAsync(day, known)).Then.Total.Receivable);
        Assert.Equal(1100m, (await host.Past.TwiceAsync(day, KnownAt.EndOf(day.AddDays(1), host.Clock))).Then.Total.Receivable);
    }

    [Fact]
    public async Task A_commit_that_is_seen_after_its_day_is_in_the_answer_then()
    {
        await using var host = await StoreHost.StartAsync();
        var day = host.Clock.Today;
        await host.RegisterAsync("c");
        var known = KnownAt.EndOf(day, host.Clock);
        var before = await host.Past.TwiceAsync(day, known);
        Assert.Same(before, await host.Past.TwiceAsync(day, known));

        await host.PostAsync("c", "1", 100, on: day);
        Assert.Equal(100m, (await host.Past.TwiceAsync(day, known)).Then.Total.Receivable);
    }

    [Fact]
    public async Task Corrections_are_told_with_who_and_when()
    {
        await using var host = await StoreHost.StartAsync();
        var day = host.Clock.Today;
        await host.RegisterAsync("c");
        await host.PostAsync("c", "wrong", 500, on: day.AddDays(-3));
        await host.PostAsync("c", "right", 700, on: day.AddDays(-2));
        var known = KnownAt.EndOf(day, host.Clock);
        host.Clock.Today = day.AddDays(3);
        await host.Customers.Reverse("test", "wrong", releaseKey: false, host.Clock.Today, new("li"));
        host.Clock.Time = new(13, 0);
        await host.PostAsync("c", "late", 900, on: day);
        await host.PostAsync("c", "not late", 900, on: day.AddDays(1));
        host.Clock.Time = new(14, 0);
        await host.Customers.Submit("c", new ChangeProfile(host.Clock.Today, day.AddDays(-9), new() { Region = "south" }, new(), Register: false), new("wu"));
        await host.Customers.Submit("c", new ChangeProfile(host.Clock.Today, day.AddDays(1), new() { Region = "north" }, new(), Register: false), new("wu"));

        var twice = (await new HindsightReader(host.Database, host.Policies).Find("c", day, known, default))!;
        Assert.Equal(3, twice.Count);
        Assert.Equal(
            ["wu: ProfileChanged 14:00", "(nobody): late 13:00", "li: not wrong 12:00"],
            twice.Corrections.Select(c => $"{c.Actor ?? "(nobody)"}: {What(c)} {c.RecordedAt.UtcDateTime:HH:mm}"));
        Assert.Equal((1200L, 1600L), (Rater.Rate(twice.Then, day, twice.PoliciesThen.InForceOn(day)).Measures.Receivable, Rater.Rate(twice.Now!, day, twice.PoliciesNow.InForceOn(day)).Measures.Receivable));
        Assert.Null(await new HindsightReader(host.Database, host.Policies).Find("c", day.AddDays(-1), KnownAt.EndOf(day.AddDays(-1), host.Clock), default));
    }

    [Fact]
    public async Task A_damaged_customer_is_missing_on_both_sides_and_the_answer_is_not_kept()
    {
        await using var host = await StoreHost.StartAsync();
        var day = host.Clock.Today;
        await host.RegisterAsync("sound");
        await host.RegisterAsync("damaged");
        host.Clock.Today = day.AddDays(1);
        await host.PostAsync("damaged", "late", 100, on: day);
        await TestPostgres.ExecuteAsync(host.ConnectionString, "CREATE TABLE kept AS SELECT * FROM customer; UPDATE customer SET packed = '' WHERE id = 'damaged'");
        var known = KnownAt.EndOf(day, host.Clock);
        var without = await host.Past.TwiceAsync(day, known);
        Assert.Equal((1L, 1L), (without.Then.Total.Customers, without.Now.Total.Customers));

        await TestPostgres.ExecuteAsync(host.ConnectionString, "UPDATE customer c SET packed = k.packed FROM kept k WHERE k.id = c.id");
        var whole = await host.Past.TwiceAsync(day, known);
        Assert.Equal((2L, 2L, 1L), (whole.Then.Total.Customers, whole.Now.Total.Customers, whole.Differing));
    }

    private static string What(Correction correction) => correction switch
    {
        PostingCorrection p => p.IsReversal ? $"not {p.Posting.ExternalId}" : p.Posting.ExternalId,
        FactCorrection f => f.Fact.GetType().Name,
        _ => "",
    };

    private static async Task<string> MovesAsync(StoreHost host, DateOnly to, KnownAt? known)
    {
        var from = to.AddDays(-50);
        var migration = known is { } at
            ? (await host.Past.AskTwice(("moves", to), from, to, at, (then, _) => new KnownThen<Migration>(new(from, to, "class", then)), default)).Result
            : await host.Past.Ask(("moves", to), from, to, policies => new Migration(from, to, "class", policies), default);
        return string.Join('\n', migration.Cells.Select(cell => $"{cell.Key} {cell.Value}"));
    }

    private static async Task<string?[]> RatingsAsync(StoreHost host, DateOnly day)
    {
        var (book, shown) = (await host.Policies.Newest(default), new string?[RandomLife.Customers]);
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = await host.Reader.Find($"c{i}", day, default) is { } customer ? Shown(customer, day, book) : null;
        }

        return shown;
    }

    private static async Task<Hindsight?[]> HindsightsAsync(StoreHost host, DateOnly day, KnownAt known)
    {
        var reader = new HindsightReader(host.Database, host.Policies);
        var found = new Hindsight?[RandomLife.Customers];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = await reader.Find($"c{i}", day, known, default);
        }

        return found;
    }

    private static string Shown(CustomerState customer, DateOnly day, PolicyBook book)
    {
        var standing = Standing.AsOf(customer, day, book.InForceOn(day));
        return $"{Cell.Of(standing)} {CellSum.Of(standing)}";
    }

    private static string Shown(Portfolio portfolio) => string.Join('\n', portfolio.Cells.Where(c => c.Value.Customers > 0)
        .Select(c => $"{c.Key} {c.Value}").Order(StringComparer.Ordinal));
}

internal static class TwiceQuestions
{
    public static Task<PortfolioTwice> TwiceAsync(this PastFigures figures, DateOnly day, KnownAt known) =>
        figures.AskTwice(("twice", day), day, day, known, (then, now) => new PortfolioTwice(day, then, now), default);
}
