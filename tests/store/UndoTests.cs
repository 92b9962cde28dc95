using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store;

/// <summary>Undoing an import in the commit: beside other commands, other silos, compacted ledgers and kills.</summary>
public sealed class UndoTests
{
    private static readonly Guid Import = new("11111111-1111-1111-1111-111111111111");
    private static readonly PostingRange All = new(0, long.MaxValue, 1, IsLast: true);
    private static readonly Origin Imported = new("importer", Import);

    [Fact]
    public async Task A_part_at_a_time_also_of_what_was_compacted_and_the_keys_are_free_again()
    {
        await using var host = await StoreHost.StartAsync(options: new() { CompactionLimit = 3 });
        await host.RegisterAsync("c");
        await host.PostAsync("c", "own", 7_00, on: new(2020, 1, 1));
        var many = PostingRange.Most + 5;
        await Task.WhenAll(Enumerable.Range(0, many).Select(i => host.PostAsync("c", $"i{i}", 1_00, on: new DateOnly(2020, 1, 1).AddDays(i % 900), origin: Imported).AsTask()));
        await host.Customers.Reverse("test", "i1", releaseKey: false, StoreHost.Today, StoreHost.Origin);

        var ids = (long[])(await Db.AskAsync(host.ConnectionString, "SELECT array_agg(id ORDER BY id) FROM posting WHERE import_id IS NOT NULL"))!;
        var (first, last) = (new PostingRange(ids[0], ids[^6], PostingRange.Most, false), new PostingRange(ids[^5], ids[^1], 5, true));
        Assert.Equal(VerdictStatus.Accepted, (await UndoAsync(host, "c", first)).Status);
        Assert.Null((await host.Reader.Find("c", ratable: null, CancellationToken.None))!.Movements.Opening); // what follows needs it
        var verdict = await UndoAsync(host, "c", last);
        Assert.Equal((VerdictStatus.Accepted, 7_00L), (verdict.Status, verdict.Rated!.Standing.Receivable));
        Assert.Equal(VerdictStatus.Duplicate, (await UndoAsync(host, "c", first)).Status);
        await Verification.VerifyAsync(host);

        Assert.Equal(VerdictStatus.Duplicate, (await host.PostAsync("c", "own", 7_00, on: new(2020, 1, 1))).Status);
        Assert.Equal(VerdictStatus.Accepted, (await host.PostAsync("c", "i1", 2_00)).Status);
        Assert.Equal(VerdictStatus.Accepted, (await host.PostAsync("c", "i2", 2_00)).Status);
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task In_one_batch_with_other_commands_each_sees_what_came_before()
    {
        await using var host = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await ChangeAsync(host, "c", new() { Region = "import", CreditLimit = 1_00L }, Imported, "Some Ltd");
        var held = new Held();
        host.Failpoints.Hook = name => name == Failpoints.Taken ? held.HoldOnceAsync() : Task.CompletedTask;
        var first = host.RegisterAsync("other").AsTask();
        await held.Reached;
        var change = ChangeAsync(host, "c", new() { Industry = "mills" });
        var posting = host.PostAsync("c", "p", 5_00).AsTask();
        var undo = UndoAsync(host, "c");
        var later = ChangeAsync(host, "c", new() { CreditLimit = 2_00L });
        held.Release();
        await first;

        Assert.All(await Task.WhenAll(change, posting, undo, later), v => Assert.Equal(VerdictStatus.Accepted, v.Status));
        var profile = (await host.Reader.Find("c", null, default))!.Profile;
        Assert.Equal((null, "mills", 2_00L), (profile.Region.At(StoreHost.Today), profile.Industry, profile.CreditLimit.At(StoreHost.Today)));
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task A_posting_to_whom_another_silo_let_go_is_refused_and_leaves_nothing()
    {
        await using var one = await StoreHost.StartAsync();
        await using var two = await StoreHost.StartAsync(one.ConnectionString);
        await ChangeAsync(one, "c", new(), Imported, "Some Ltd");
        Assert.Equal(VerdictStatus.Accepted, (await two.Customers.Submit("c", new ReviewRating(StoreHost.Today), StoreHost.Origin)).Status);
        Assert.Equal(VerdictStatus.Accepted, (await UndoAsync(one, "c")).Status);

        var refused = await Task.WhenAll(two.PostAsync("c", "p", 5_00).AsTask(), one.PostAsync("c", "q", 5_00).AsTask());
        Assert.All(refused, v => Assert.Equal("customer-not-found", v.Refusal?.Code));
        Assert.Equal(0L, await Db.AskAsync(one.ConnectionString, "SELECT count(*) FROM posting"));
        Assert.Equal(0L, await Db.AskAsync(one.ConnectionString, "SELECT count(*) FROM customer_person WHERE name <> '' OR contacts <> '[]'"));
        Assert.Null(await two.Reader.Find("c", null, default));
        await Verification.VerifyAsync(two);

        // It may come back, on either silo, and its versions go on.
        Assert.Equal("version-mismatch", (await ChangeAsync(two, "c", new(), name: "Back", expected: 2)).Refusal?.Code);
        var back = await ChangeAsync(two, "c", new(), name: "Back", expected: 0);
        Assert.Equal((VerdictStatus.Accepted, 4L), (back.Status, back.Rated!.Version));
        Assert.Equal(VerdictStatus.Accepted, (await one.PostAsync("c", "p", 5_00)).Status);
        await Verification.VerifyAsync(one);
    }

    [Fact]
    public async Task Whoever_went_and_came_back_by_imports_can_go_again()
    {
        await using var host = await StoreHost.StartAsync();
        foreach (var import in new[] { Import, Guid.AllBitsSet })
        {
            await ChangeAsync(host, "c", new() { Region = "r" }, new("importer", import), "Some Ltd");
            await host.Customers.Submit("c", new UndoImport(StoreHost.Today, import), StoreHost.Origin);
            Assert.Null(await host.Reader.Find("c", null, default));
        }

        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task Its_postings_keep_a_customer_and_their_undoing_closes_its_alerts()
    {
        await using var host = await StoreHost.StartAsync();
        await ChangeAsync(host, "c", new() { CreditLimit = 1_00L, Manager = "li" }, Imported, "Some Ltd");
        await host.PostAsync("c", "p", 500_00, on: new(2026, 1, 2), origin: new("importer", Guid.AllBitsSet));
        Assert.Equal(2L, await Db.AskAsync(host.ConnectionString, "SELECT count(*) FROM alert WHERE status = 'open' AND kind IN ('credit_limit', 'overdue')"));

        Assert.Equal(VerdictStatus.Accepted, (await UndoAsync(host, "c")).Status);
        Assert.NotNull(await host.Reader.Find("c", null, default)); // its posting keeps it
        await host.Customers.Submit("c", new UndoImport(StoreHost.Today, Guid.AllBitsSet, All), StoreHost.Origin);
        Assert.Null(await host.Reader.Find("c", null, default)); // nobody's word is left
        await Verification.VerifyAsync(host);
        Assert.Equal(0L, await Db.AskAsync(host.ConnectionString, "SELECT count(*) FROM alert WHERE status <> 'closed'"));
    }

    [Fact]
    public async Task What_an_import_closed_is_known_when_its_customer_comes_back()
    {
        await using var host = await StoreHost.StartAsync();
        await ChangeAsync(host, "c", new() { CreditLimit = 1_00L }, Imported, "Some Ltd");
        await host.PostAsync("c", "p", 500_00);
        await ChangeAsync(host, "c", new() { CreditLimit = 900_00L }, new("importer", Guid.AllBitsSet));
        await host.Customers.Reverse("test", "p", releaseKey: true, StoreHost.Today, StoreHost.Origin);
        await host.Customers.Submit("c", new UndoImport(StoreHost.Today, Guid.AllBitsSet), StoreHost.Origin);
        await UndoAsync(host, "c");
        Assert.Null(await host.Reader.Find("c", null, default));

        await ChangeAsync(host, "c", new() { CreditLimit = 1_00L }, StoreHost.Origin, "Some Ltd");
        await Verification.VerifyAsync(host);
    }

    [Fact]
    public async Task People_are_as_before_both_imports_whichever_is_undone_first()
    {
        foreach (var order in new[] { new[] { Import, Guid.AllBitsSet }, [Guid.AllBitsSet, Import] })
        {
            await using var host = await StoreHost.StartAsync();
            await host.RegisterAsync("c", "Before");
            await ChangeAsync(host, "c", new(), Imported, "First");
            await ChangeAsync(host, "c", new(), new("importer", Guid.AllBitsSet), "Second");
            foreach (var import in order)
            {
                await host.Customers.Submit("c", new UndoImport(StoreHost.Today, import), StoreHost.Origin);
            }

            Assert.Equal("Before", await Db.AskAsync(host.ConnectionString, "SELECT name FROM customer_person"));
            Assert.Equal(0L, await Db.AskAsync(host.ConnectionString, "SELECT count(*) FROM import_person"));
        }
    }

    [Fact]
    public async Task Many_postings_of_many_customers_are_many_commits()
    {
        await using var host = await StoreHost.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => host.RegisterAsync($"c{i}").AsTask()));
        await Task.WhenAll(Enumerable.Range(0, 20_000).Select(i => host.PostAsync($"c{i % 200}", $"i{i}", 1_00, origin: Imported).AsTask()));
        var weights = new List<int>();
        host.Failpoints.Hook = name =>
        {
            weights.Add(name == Failpoints.Taken ? 1 : 0);
            return Task.CompletedTask;
        };
        var range = All with { Count = 100 };
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 200).Select(i => UndoAsync(host, $"c{i}", range))),
            v => Assert.Equal((VerdictStatus.Accepted, 0L), (v.Status, v.Rated!.Standing.Receivable)));
        Assert.True(weights.Sum() >= 10, "20 000 reversals in fewer commits than their weight allows");
    }

    [Fact]
    public async Task An_alert_of_somebody_gone_is_closed_and_told()
    {
        await using var host = await StoreHost.StartAsync();
        await ChangeAsync(host, "c", new() { CreditLimit = 1_00L }, Imported, "Some Ltd");
        await host.PostAsync("c", "p", 500_00);
        await host.Customers.Submit("c", new AcknowledgeAlert(StoreHost.Today, AlertKind.CreditLimit, 2), StoreHost.Origin);
        await Db.AskAsync(host.ConnectionString, "UPDATE posting SET import_id = '11111111-1111-1111-1111-111111111111' RETURNING 1");

        Assert.Equal(VerdictStatus.Accepted, (await UndoAsync(host, "c", All)).Status);
        Assert.Null(await host.Reader.Find("c", null, default));
        Assert.Equal(0L, await Db.AskAsync(host.ConnectionString, "SELECT count(*) FROM alert WHERE status <> 'closed' OR close_reason <> 'customer-gone'"));
        Assert.Equal(1L, await Db.AskAsync(host.ConnectionString, "SELECT count(*) FROM alert_change WHERE change = 'closed' AND kind = 'credit_limit'"));
        await Verification.VerifyAsync(host);
    }

    private static Task<Verdict> UndoAsync(StoreHost host, string customer, PostingRange? postings = null) =>
        host.Customers.SubmitPatiently(customer, new UndoImport(StoreHost.Today, Import, postings), StoreHost.Origin, CancellationToken.None).AsTask();

    private static Task<Verdict> ChangeAsync(
        StoreHost host, string customer, ProfileChange change, Origin? origin = null, string? name = null, long? expected = null) =>
        host.Customers.Submit(
            customer,
            new ChangeProfile(StoreHost.Today, null, change, name is null ? new() : new() { Name = name }, Register: name is not null) { ExpectedVersion = expected },
            origin ?? StoreHost.Origin).AsTask();
}
