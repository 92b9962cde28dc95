using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Store.Scorecards;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store;

/// <summary>A link to a customer that is gone is none, from the very moment on.</summary>
public sealed class GoneCustomerTests
{
    private static readonly Guid Import = new("11111111-1111-1111-1111-111111111111");
    private static readonly CardSubject Prospect = new(SubjectKind.Prospect, "p");

    [Fact]
    public async Task Before_the_link_is_taken_back_nobody_follows_it()
    {
        var ct = CancellationToken.None;
        await using var host = await StoreHost.StartAsync();
        var cards = new Scorecards(host.Database, host.Clock);
        await cards.StartAsync(ct);
        var (judgements, prospects) = (new Judgements(host.Database, cards, host.Clock), new Prospects(host.Database, cards, host.Clock));
        await host.RegisterAsync("other");
        await host.Customers.Submit("c", new ChangeProfile(host.Clock.Today, null, new(), new() { Name = "C" }, Register: true), new("importer", Import));
        await prospects.Put("p", "P", seen: null, ct);
        await RecordAsync("e");
        await prospects.Become("p", "c", "a", ct);
        Assert.Equal(new(SubjectKind.Customer, "c"), await judgements.Known(Prospect, ct));
        await host.Customers.Submit("c", new UndoImport(StoreHost.Today, Import), StoreHost.Origin);

        Assert.Equal(Prospect, await judgements.Known(Prospect, ct));
        var recorded = await RecordAsync("f");
        Assert.Equal((Prospect, 2), (recorded.Subject, recorded.Result!.Incomplete.Length));
        var moved = await prospects.Become("p", "other", "a", ct);
        Assert.Equal((null, "other"), (moved.Refusal, moved.Prospect?.CustomerId));
        Assert.Equal("2 other", await host.AskAsync<string>("SELECT string_agg(subject_kind || ' ' || subject_id, ',') FROM scorecard_result"));

        Task<Recorded> RecordAsync(string evaluator) => judgements.Record(
            new("intention", Prospect, evaluator, StoreHost.Today, Version: null, JsonSerializer.SerializeToElement(new { enquiries = "A" })), "a", key: null, ct);
    }
}
