using System.Diagnostics;
using Lifecycle.Silo.Postgres;
using Lifecycle.Store;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Npgsql;
using Xunit.Abstractions;

namespace Lifecycle.Tests.Survival;

/// <summary>
/// Three senders at once, kill -9 of one of them or of PostgreSQL at random moments: of each message the ledger knows its end. What it calls
/// sent was taken by the mail server exactly once. In doubt is what senders had on the wire when they were killed, and nothing else.
/// </summary>
public sealed class CareSurvivalTests(ITestOutputHelper output)
{
    // Of each of its two pages of a hundred messages a sender has begun so many at most and not reported on them.
    private const int OnTheWire = 2 * 50;
    private const int Senders = 3;

    private static readonly int Messages = LongForm.IsWanted ? 100_000 : 5_000;

    [Fact]
    public async Task Senders_and_database_are_killed_and_nothing_is_lost_or_sent_twice()
    {
        var random = LongForm.Random(output, 11);
        using var folder = new TestFolder();
        await using var postgres = await EmbeddedPostgres.StartAsync(new(folder.Path), CancellationToken.None);
        await using var store = await PlannedAsync(postgres.ConnectionString);
        await using var sink = MailSink.Start();
        var senders = Enumerable.Range(0, Senders).Select(_ => CareSender.Start(postgres.ConnectionString, sink.Port)).ToArray();
        try
        {
            var (watch, kills, falls) = (Stopwatch.StartNew(), 0, 0);
            while (await WaitForMoreAsync(store, sink, random))
            {
                if (random.Next(3) == 0)
                {
                    falls++;
                    await KillAsync(postgres, store);
                    continue;
                }

                kills++;
                var victim = random.Next(Senders);
                Assert.True(senders[victim].IsAlive);
                senders[victim].Kill();
                senders[victim].Dispose();
                senders[victim] = CareSender.Start(postgres.ConnectionString, sink.Port);
            }

            await UntilNoneAsync(store, "scheduled");
            Assert.All(senders, sender => Assert.True(sender.IsAlive));
            output.WriteLine($"{Messages} messages, {kills} senders and {falls} servers killed, {watch.Elapsed.TotalSeconds:F0} s");

            // A claim whose commit nobody was told of stays with its sender; the next one clears up after all of them, and sends what they had not begun.
            Array.ForEach(senders, sender => sender.Dispose());
            kills += Senders;
            senders = [CareSender.Start(postgres.ConnectionString, sink.Port)];
            await UntilNoneAsync(store, "scheduled", "sending");
            await AgreeAsync(store, sink, most: OnTheWire * kills);
        }
        finally
        {
            Array.ForEach(senders, sender => sender.Dispose());
        }
    }

    private static async Task<CareStore> PlannedAsync(string connectionString)
    {
        await Migrations.ApplyAsync(connectionString, CancellationToken.None);
        await using (var host = await StoreHost.StartAsync(connectionString))
        {
            await host.RegisterAsync("pattern");
        }

        var store = await CareStore.OpenAsync(connectionString, CareStore.FestivalDay, hour: 7);
        await store.MultiplyAsync("pattern", Messages);
        await store.PrepareAsync();
        await store.PlanAsync();
        Assert.Equal(Messages, await store.AskAsync<long>("SELECT count(*) FROM message WHERE status = 'scheduled'"));
        return store;
    }

    /// <summary>Waits until some more have left; false: few are left to send, which is where the killing ends.</summary>
    private static async Task<bool> WaitForMoreAsync(CareStore store, MailSink sink, Random random)
    {
        var (goal, waiting) = (sink.Count + random.Next(Messages / 50, Messages / 10), (long?)null);
        await Machine.UntilAsync(
            async () => (waiting = await CountAsync(store, "scheduled")) <= Messages / 5 || sink.Count >= goal, $"{goal} messages");
        return waiting is null || waiting > Messages / 5;
    }

    private static async Task KillAsync(EmbeddedPostgres postgres, CareStore store)
    {
        var server = postgres.ProcessId;
        Machine.Kill(server);
        await Machine.UntilAsync(() => !Machine.IsAlive(server), "the end of PostgreSQL");
        await Machine.UntilAsync(async () => await CountAsync(store, "scheduled") is not null, "PostgreSQL to be back");
    }

    private static Task UntilNoneAsync(CareStore store, params string[] statuses) =>
        Machine.UntilAsync(async () => await CountAsync(store, statuses) == 0, $"no message {string.Join(" or ", statuses)}");

    /// <summary>Null: the database is away.</summary>
    private static async Task<long?> CountAsync(CareStore store, params string[] statuses)
    {
        try
        {
            return await store.AskAsync<long>("SELECT count(*) FROM message WHERE status = ANY($1)", (object)statuses);
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    private async Task AgreeAsync(CareStore store, MailSink sink, int most)
    {
        var ledger = (await store.AskAsync<string[]>("SELECT array_agg(outcome || ' ' || message_key) FROM care_decision"))
            .Select(line => line.Split(' ')).ToLookup(words => words[0], words => words[1]);
        var (sent, doubtful) = (ledger["sent"].ToHashSet(StringComparer.Ordinal), ledger["in_doubt"].ToHashSet(StringComparer.Ordinal));
        output.WriteLine($"{sent.Count} sent, {doubtful.Count} in doubt, of which {doubtful.Count(sink.Taken.ContainsKey)} had left");

        Assert.Equal(Messages, sent.Count + doubtful.Count);
        Assert.Equal(Messages, ledger.Sum(outcome => outcome.Count()));
        Assert.All(sink.Taken, taken => Assert.Equal(1, taken.Value));
        Assert.Subset(sink.Taken.Keys.ToHashSet(StringComparer.Ordinal), sent);
        Assert.Subset(sent.Concat(doubtful).ToHashSet(StringComparer.Ordinal), sink.Taken.Keys.ToHashSet(StringComparer.Ordinal));
        Assert.InRange(doubtful.Count, 0, most);
    }
}
