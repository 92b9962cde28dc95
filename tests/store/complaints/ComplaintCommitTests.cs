using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Verifying;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store.Complaining;

/// <summary>Complaints are stored with their events and alerts, or not at all.</summary>
public sealed class ComplaintCommitTests
{
    private const string Shown = """
        SELECT coalesce(string_agg(concat_ws(' ', status, assignee, reopened, version, due_on, solved_at IS NOT NULL, confirmed_at IS NOT NULL), '; ' ORDER BY id), '')
        FROM complaint
        """;

    private static readonly Guid Id = Guid.Parse("0197a000-0000-7000-8000-000000000001");

    [Fact]
    public async Task Its_whole_life_is_stored_and_what_people_wrote_apart()
    {
        await using var host = await ComplainingAsync();
        Assert.Equal("received 0 1 2026-06-25 f f", await host.AskAsync<string>(Shown));

        await StepAsync(host, ComplaintStep.Assign, "li.na", "ask Mr Wang");
        await StepAsync(host, ComplaintStep.Solve);
        Assert.Equal("solved li.na 0 3 2026-06-25 t f", await host.AskAsync<string>(Shown));
        await StepAsync(host, ComplaintStep.Reopen);
        Assert.Equal("reopened li.na 1 4 2026-06-25 f f", await host.AskAsync<string>(Shown));
        await StepAsync(host, ComplaintStep.Solve);
        Assert.Equal(VerdictStatus.Accepted, (await StepAsync(host, ComplaintStep.Confirm)).Status);
        Assert.Equal("confirmed li.na 1 6 2026-06-25 t t", await host.AskAsync<string>(Shown));
        Assert.Equal(VerdictStatus.Duplicate, (await StepAsync(host, ComplaintStep.Confirm)).Status);
        Assert.Equal("complaint-closed", (await StepAsync(host, ComplaintStep.Reopen)).Refusal?.Code);

        Assert.Equal("complaint-received the box was open; complaint-assigned ask Mr Wang", await host.AskAsync<string>(
            "SELECT string_agg(type || ' ' || note, '; ' ORDER BY version) FROM complaint_note JOIN customer_event USING (customer_id, version, number)"));
        Assert.Equal(0L, await host.AskAsync<long>("SELECT count(*) FROM customer_event WHERE payload::text LIKE '%Wang%' OR payload::text LIKE '%box%'"));

        // A complaint is no reason to store a rating that says the same.
        Assert.Equal(1L, await host.AskAsync<long>("SELECT count(*) FROM rating"));
        await VerifyAsync(host);
    }

    [Fact]
    public async Task Steps_in_one_commit_count_one_by_one()
    {
        await using var host = await ComplainingAsync();
        var held = new Held();
        host.Failpoints.Hook = name => name == Failpoints.Taken ? held.HoldOnceAsync() : Task.CompletedTask;
        var first = host.PostAsync("c", "first", 1).AsTask();
        await held.Reached;
        var together = new[]
        {
            StepAsync(host, ComplaintStep.Assign, "li.na", "one"), StepAsync(host, ComplaintStep.Solve, note: "two"), StepAsync(host, ComplaintStep.Reopen),
            ReceiveAsync(host, Guid.Parse("0197a000-0000-7000-8000-000000000002"), "three"),
        };
        held.Release();

        await first;
        Assert.All(await Task.WhenAll(together), v => Assert.Equal((VerdictStatus.Accepted, 4L), (v.Status, v.Rated!.Version)));
        Assert.Equal("reopened li.na 1 4 2026-06-25 f f; received 0 1 2026-06-25 f f", await host.AskAsync<string>(Shown));
        Assert.Equal("0 one; 1 two; 3 three", await host.AskAsync<string>("SELECT string_agg(number || ' ' || note, '; ' ORDER BY number) FROM complaint_note WHERE version = 4"));
        await VerifyAsync(host);
    }

    [Fact]
    public async Task One_that_is_late_is_told_and_the_end_as_well()
    {
        await using var host = await ComplainingAsync();
        host.Clock.Today = host.Clock.Today.AddDays(11);
        Assert.Equal(host.Clock.Today, await host.AskAsync<DateOnly>("SELECT next_review_on FROM customer"));
        await host.Customers.Submit("c", new ReviewRating(host.Clock.Today), StoreHost.Origin);
        Assert.Equal("complaint_overdue open high 2026-06-25 1", await AlertAsync(host));
        await VerifyAsync(host);

        await StepAsync(host, ComplaintStep.Solve);
        Assert.Equal("complaint_overdue closed high 2026-06-25 1 solved", await AlertAsync(host));
        await VerifyAsync(host);
    }

    [Fact]
    public async Task A_day_that_is_compacted_is_read_from_the_ledger()
    {
        await using var host = await StoreHost.StartAsync(options: new() { CompactionLimit = 3 });
        await host.RegisterAsync("c");
        for (var i = 0; i < 8; i++)
        {
            await host.PostAsync("c", $"{i}", 100, on: new(2020, 1, 1 + i));
        }

        var received = await host.Customers.Submit("c", new ReceiveComplaint(host.Clock.Today, Id, "late", new(2020, 1, 3), null), StoreHost.Origin);
        var state = (await host.Reader.Find("c", ratable: null, CancellationToken.None))!;
        Assert.Equal((VerdictStatus.Accepted, new DateOnly(2020, 1, 13)), (received.Status, state.Complaints.Find(Id)!.DueOn));
        Assert.NotNull(state.Movements.Opening);
        await VerifyAsync(host);
    }

    [Fact]
    public async Task An_import_that_is_undone_leaves_the_customer_that_complained()
    {
        await using var host = await StoreHost.StartAsync();
        var import = Guid.CreateVersion7();
        await host.Customers.Submit(
            "c", new ChangeProfile(host.Clock.Today, null, new(), new() { Name = "C" }, Register: true), StoreHost.Origin with { ImportId = import });
        await ReceiveAsync(host, Id, "open");
        await host.Customers.Submit("c", new UndoImport(host.Clock.Today, import), StoreHost.Origin);

        Assert.Equal("received 0 1 2026-06-25 f f", await host.AskAsync<string>(Shown));
        Assert.Equal(VerdictStatus.Accepted, (await StepAsync(host, ComplaintStep.Solve)).Status);
        await VerifyAsync(host);
    }

    [Fact]
    public async Task Verification_notices_a_complaint_that_somebody_changed_by_hand()
    {
        await using var host = await ComplainingAsync();
        await TestPostgres.ExecuteAsync(host.ConnectionString, "UPDATE complaint SET due_on = due_on + 1");
        var difference = Assert.Single(await new Verifier(host.Database, host.Policies).Verify(new Progress<(long, long)>(), CancellationToken.None));
        Assert.Equal(("c", "a complaint is not what its history says"), (difference.Where, difference.What));
    }

    private static async Task<StoreHost> ComplainingAsync()
    {
        var host = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await host.RegisterAsync("c");
        Assert.Equal(VerdictStatus.Accepted, (await ReceiveAsync(host, Id, "the box was open")).Status);
        Assert.True((await host.Reader.Find("c", ratable: null, CancellationToken.None))!.HasOpenComplaint);
        return host;
    }

    private static Task<Verdict> ReceiveAsync(StoreHost host, Guid id, string text) =>
        host.Customers.Submit("c", new ReceiveComplaint(host.Clock.Today, id, "damage", host.Clock.Today, text), StoreHost.Origin).AsTask();

    private static Task<Verdict> StepAsync(StoreHost host, ComplaintStep step, string? assignee = null, string? note = null) =>
        host.Customers.Submit("c", new ChangeComplaint(host.Clock.Today, Id, step, assignee, note), StoreHost.Origin).AsTask();

    private static Task<string> AlertAsync(StoreHost host) =>
        host.AskAsync<string>("SELECT concat_ws(' ', kind, status, severity, from_value, to_value, close_reason) FROM alert");

    private static async Task VerifyAsync(StoreHost host)
    {
        await Verification.VerifyAsync(host);
        Assert.Empty(await new Verifier(host.Database, host.Policies).Verify(new Progress<(long, long)>(), CancellationToken.None));
    }
}
