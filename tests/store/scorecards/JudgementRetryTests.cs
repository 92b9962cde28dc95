using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Store.Scorecards;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store;

/// <summary>A request that comes again finds what it recorded, whatever has happened since.</summary>
public sealed class JudgementRetryTests : IAsyncLifetime
{
    private readonly CancellationToken ct = CancellationToken.None;
    private StoreHost host = null!;
    private Scorecards cards = null!;
    private Judgements judgements = null!;

    public async Task InitializeAsync()
    {
        host = await StoreHost.StartAsync();
        cards = new(host.Database, host.Clock);
        await cards.StartAsync(ct);
        judgements = new(host.Database, cards, host.Clock);
        await host.RegisterAsync("c");
    }

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    [Fact]
    public async Task After_midnight()
    {
        var first = await RecordAsync("k");
        host.Clock.Today = host.Clock.Today.AddDays(1);
        var again = await RecordAsync("k");

        Assert.Equal((true, first.Sheet!.Number, StoreHost.Today), (again.IsDuplicate, again.Sheet?.Number, again.Sheet?.On));
        Assert.Equal(1L, await CountAsync());
    }

    /// <summary>The first of two clients that say the same recorded it; either may ask again.</summary>
    [Fact]
    public async Task Also_where_another_request_had_said_the_same()
    {
        var first = await RecordAsync("k");
        Assert.True((await RecordAsync("l")).IsDuplicate);
        host.Clock.Today = host.Clock.Today.AddDays(1);

        Assert.Equal([first.Sheet!.Number, first.Sheet.Number], [(await RecordAsync("l")).Sheet!.Number, (await RecordAsync("k")).Sheet!.Number]);
        Assert.Equal(1L, await CountAsync());
    }

    [Fact]
    public async Task After_the_card_has_changed_and_the_customer_is_gone()
    {
        var first = await RecordAsync("k", version: 1);
        await cards.Put("intention", 2, ScorecardReader.DefaultJson("prospect"), seen: null, "a", ct);
        await cards.Publish("intention", 2, seen: null, "a", ct);
        Assert.Equal(Recorded.Superseded, (await RecordAsync("l", version: 1)).Refusal);
        Assert.Equal(first.Sheet!.Number, (await RecordAsync("k", version: 1)).Sheet?.Number);

        await host.AskAsync<int>("UPDATE customer SET version = -version RETURNING 1");
        Assert.Equal("customer-not-found", (await RecordAsync("l")).Refusal?.Code);
        Assert.Equal(first.Sheet.Number, (await RecordAsync("k", version: 1)).Sheet?.Number);
    }

    [Fact]
    public async Task A_key_that_has_lapsed_begins_anew()
    {
        await RecordAsync("k");
        await host.AskAsync<int>("UPDATE idempotency_key SET created_at = created_at - interval '25 hours' RETURNING 1");
        host.Clock.Today = host.Clock.Today.AddDays(1);
        var second = await RecordAsync("k");
        var again = await RecordAsync("k");

        Assert.Equal((false, true, second.Sheet!.Number), (second.IsDuplicate, again.IsDuplicate, again.Sheet!.Number));
        Assert.Equal(2L, await CountAsync());
    }

    private Task<Recorded> RecordAsync(string key, int? version = null)
    {
        var answers = JsonSerializer.SerializeToElement(new { enquiries = "A" });
        return judgements.Record(new("intention", new(SubjectKind.Customer, "c"), "e", host.Clock.Today, version, answers), "a", new(key, [1]), ct);
    }

    private Task<long> CountAsync() => host.AskAsync<long>("SELECT count(*) FROM scorecard_sheet");
}
