using Lifecycle.Api.Alerts;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lifecycle.Tests.Api.Alerts;

/// <summary>The event stream over a feed that the test plays.</summary>
public sealed class StreamPulseTests
{
    private const string Epoch = "00000000";

    private static readonly AlertFeedState Standing = new(Epoch, 1, 1, 0, [], new TaskCompletionSource().Task);

    [Fact]
    public async Task Beats_for_whom_there_is_nothing_while_others_are_told_all_the_time()
    {
        await using var app = await StartAsync(new RestlessFeed(), new HurriedTime());
        using var client = Client(app);
        using var stream = await EventStream.OpenAsync(client, "?manager=nobody", $"{Epoch}-1");
        var before = stream.LastId;

        Assert.Null((await stream.NextBlockAsync())!.Data);
        Assert.Equal(["alerts", "alive"], stream.Comments);
        Assert.NotEqual(before, stream.LastId);
    }

    [Fact]
    public async Task A_place_that_another_silo_told_is_waited_for_however_long_this_one_takes()
    {
        var feed = new LateFeed();
        await using var app = await StartAsync(feed, TimeProvider.System);
        using var client = Client(app);
        var opening = EventStream.OpenAsync(client, "", $"{Epoch}-7");
        await feed.IsAsked;

        // Far longer than a moment: the feed stands still until its older transactions have ended.
        Assert.False(opening.IsCompleted);
        feed.Arrive();
        using var stream = await opening;
        Assert.Equal($"{Epoch}-7", stream.LastId);
    }

    private static HttpClient Client(WebApplication app) => new() { BaseAddress = new(app.Urls.Single()) };

    private static async Task<WebApplication> StartAsync(IAlertFeed feed, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(feed).AddSingleton(time);
        var app = builder.Build();
        app.MapGroup("/api/v1").MapAlertStream();
        await app.StartAsync();
        return app;
    }

    /// <summary>Has one more entry of another manager's whenever it is looked at.</summary>
    private sealed class RestlessFeed : IAlertFeed
    {
        private const string Snapshot = """
            {"id":1,"customer_id":"c","kind":"overdue","number":1,"status":"open","severity":"high","manager":"somebody",
             "opened_at":"2026-06-15T00:00:00Z","updated_at":"2026-06-15T00:00:00Z"}
            """;

        private static readonly DecidingRating Rating = new(1, "mature.minor", 0, 4, PackedMeasures.Pack(default));

        private long last = 1;

        public ValueTask<AlertFeedState> State(CancellationToken ct) => new(Standing with { Last = ++last });

        public ValueTask<AlertFeedState> Now(CancellationToken ct) => State(ct);

        public ValueTask<IReadOnlyList<AlertFeedEntry>> Read(AlertFeedState state, long after, CancellationToken ct) =>
            new([new(state.Last, "opened", null, null, Snapshot, Rating, null)]);
    }

    /// <summary>Knows what was committed before only when it is allowed to.</summary>
    private sealed class LateFeed : IAlertFeed
    {
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsAsked => asked.Task.WaitAsync(Silo.Machine.Guard);

        public void Arrive() => arrived.SetResult();

        public ValueTask<AlertFeedState> State(CancellationToken ct) => new(arrived.Task.IsCompleted ? Standing with { Last = 7 } : Standing);

        public async ValueTask<AlertFeedState> Now(CancellationToken ct)
        {
            asked.SetResult();
            await arrived.Task.WaitAsync(ct);
            return await State(ct);
        }

        public ValueTask<IReadOnlyList<AlertFeedEntry>> Read(AlertFeedState state, long after, CancellationToken ct) => new([]);
    }

    /// <summary>A second passes whenever somebody looks.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        private long seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref seconds);
    }
}
