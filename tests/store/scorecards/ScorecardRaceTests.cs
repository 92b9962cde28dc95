using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Store.Scorecards;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Npgsql;

namespace Lifecycle.Tests.Store;

/// <summary>What happens between reading and writing, at the very moment.</summary>
public sealed class ScorecardRaceTests
{
    [Fact]
    public async Task What_changes_while_it_is_checked_is_not_published()
    {
        await using var host = await StoreHost.StartAsync();
        var cards = new Scorecards(host.Database, host.Clock);
        await cards.Put("card", 1, ScorecardReader.DefaultJson("prospect"), seen: null, "a", CancellationToken.None);

        var publication = await MeanwhileAsync(
            host, "UPDATE scorecard SET document = '{}', revision = nextval('scorecard_revision')", () => cards.Publish("card", 1, seen: null, "b", CancellationToken.None));

        Assert.Equal(Scorecard.Changed, publication.Refusal);
        Assert.Null((await cards.Find("card", 1, CancellationToken.None))!.PublishedAt);
    }

    [Fact]
    public async Task Who_becomes_a_customer_while_being_judged_is_judged_as_the_customer()
    {
        await using var host = await StoreHost.StartAsync();
        var cards = new Scorecards(host.Database, host.Clock);
        await cards.StartAsync(CancellationToken.None);
        await host.RegisterAsync("c");
        await new Prospects(host.Database, cards, host.Clock).Put("p", "P", seen: null, CancellationToken.None);
        var answers = JsonSerializer.SerializeToElement(new { enquiries = "A" });
        var filled = new FilledCard("intention", new(SubjectKind.Prospect, "p"), "e", StoreHost.Today, Version: null, answers);

        var recorded = await MeanwhileAsync(
            host, "UPDATE prospect SET customer_id = 'c'", () => new Judgements(host.Database, cards, host.Clock).Record(filled, "a", key: null, CancellationToken.None));

        Assert.Equal(new(SubjectKind.Customer, "c"), recorded.Subject);
        Assert.Equal("c", await host.AskAsync<string>("SELECT string_agg(subject_id, ',') FROM scorecard_result"));
    }

    /// <summary>Does something that meets an uncommitted change, and commits that once it is waited for.</summary>
    private static async Task<T> MeanwhileAsync<T>(StoreHost host, string change, Func<Task<T>> act)
    {
        await using var blocker = new NpgsqlConnection(host.ConnectionString + ";Pooling=false");
        await blocker.OpenAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await new NpgsqlCommand(change, blocker, transaction).ExecuteNonQueryAsync();
        var acting = act();
        await Task.WhenAny(acting, Machine.UntilAsync(
            async () => acting.IsCompleted
                || await host.AskAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") == 1,
            "it to wait"));
        await transaction.CommitAsync();
        return await acting;
    }
}
