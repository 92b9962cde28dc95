using Lifecycle.Grains;
using Lifecycle.Store;
using Lifecycle.Store.Past;
using Lifecycle.Store.Policies;
using Lifecycle.Store.Reading;
using Lifecycle.Tests.Store.Past;
using Lifecycle.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lifecycle.Tests.Store.Reading;

/// <summary>Whoever reads everybody stands still for five sixths of the time while many postings are committed, and only then.</summary>
public sealed class RightOfWayTests
{
    private static readonly TimeSpan ChunkTakes = TimeSpan.FromMilliseconds(50);

    private readonly Traffic traffic = new();

    [Theory]
    [InlineData(0)]
    [InlineData(480)]
    public async Task Below_the_threshold_nobody_waits(int commandsPerSecond)
    {
        traffic.CommandsPerSecond = commandsPerSecond;
        Assert.Equal(40, await ReadAsync(40));
        Assert.Empty(traffic.Waits);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(20_000)]
    public async Task Above_it_readings_stand_still_five_sixths_of_the_time(int commandsPerSecond)
    {
        traffic.CommandsPerSecond = commandsPerSecond;
        Assert.Equal(40, await ReadAsync(40));

        // The first window of a tenth of a second finds out: from its second chunk on, each waits five times what it took.
        Assert.Equal(Enumerable.Repeat(ChunkTakes * 5, 39), traffic.Waits);
    }

    [Fact]
    public async Task It_begins_and_ends_with_the_traffic()
    {
        await ReadAsync(10, chunk => traffic.CommandsPerSecond = chunk is 4 or 5 or 6 ? 1000 : 0);

        // After chunks 5, 6 and 7: the window that ends with 5 finds out, and that which ends with 8 was empty.
        Assert.Equal(3, traffic.Waits.Count);
    }

    [Fact]
    public async Task So_does_what_is_known_of_those_who_were_touched_since()
    {
        await using var host = await StoreHost.StartAsync();
        await host.RegisterAsync("c");
        var known = KnownAt.EndOf(host.Clock.Today, host.Clock);
        host.Clock.Today = host.Clock.Today.AddDays(2);
        await host.PostAsync("c", "late", 100, on: host.Clock.Today.AddDays(-5));

        // Nobody else is there: the first half reads nothing, so that whoever waits is the second.
        (traffic.CommandsPerSecond, traffic.EachLookTakes) = (1000, TimeSpan.FromMilliseconds(200));
        await using var database = new Database(host.ConnectionString) { RightOfWay = traffic.RightOfWay };
        var policies = new PolicyStore(database);
        await policies.StartAsync(host.Clock.Now, CancellationToken.None);
        using var past = new PastFigures(database, new CustomerReader(database, NullLogger<CustomerReader>.Instance), policies);
        var twice = await past.TwiceAsync(host.Clock.Today.AddDays(-2), known);

        Assert.Equal((0m, 100m), (twice.Then.Total.Receivable, twice.Now.Total.Receivable));
        Assert.NotEmpty(traffic.Waits);
    }

    private async Task<int> ReadAsync(int chunks, Action<int>? before = null)
    {
        var read = 0;
        await foreach (var chunk in traffic.RightOfWay.GiveAsync(Chunks(), CancellationToken.None))
        {
            Assert.Equal(read++, chunk);
        }

        return read;

        async IAsyncEnumerable<int> Chunks()
        {
            for (var i = 0; i < chunks; i++)
            {
                before?.Invoke(i);
                traffic.Pass(ChunkTakes);
                yield return i;
                await Task.CompletedTask;
            }
        }
    }

    /// <summary>A clock that only passes when something takes time, or somebody waits; as it does, so many commands are committed.</summary>
    private sealed class Traffic : TimeProvider
    {
        private readonly Lock passing = new();
        private TimeSpan now;
        private long owed;
        private long committed;

        public Traffic() => RightOfWay = new(_ => ValueTask.FromResult(committed), this);

        public RightOfWay RightOfWay { get; }

        public int CommandsPerSecond { get; set; }

        public TimeSpan EachLookTakes { get; set; }

        public List<TimeSpan> Waits { get; } = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time)
        {
            lock (passing)
            {
                // In ticks, so that no fraction of a command is lost on the way.
                (now, owed) = (now + time, owed + (time.Ticks * CommandsPerSecond));
                committed += owed / TimeSpan.TicksPerSecond;
                owed %= TimeSpan.TicksPerSecond;
            }
        }

        public override long GetTimestamp()
        {
            Pass(EachLookTakes);
            return now.Ticks;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            Pass(dueTime);
            callback(state);
            return new Rung();
        }

        private sealed class Rung : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => false;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
