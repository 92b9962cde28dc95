using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Store;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Survival;

/// <summary>COMMIT was sent into a silence: nobody can be asked, so the caller is told that, before long.</summary>
public sealed class DoubtInSilenceTests
{
    [Fact]
    public async Task An_outcome_that_cannot_be_learned_is_answered_as_unknown()
    {
        await using var other = await StoreHost.StartAsync();
        using var valve = new Valve(other.ConnectionString);
        await using var host = await StoreHost.StartAsync(valve.ConnectionString + ";Timeout=3;Command Timeout=3", new() { Committers = 1 });
        await host.RegisterAsync("c");
        host.Failpoints.Hook = name =>
        {
            if (name == Failpoints.Written)
            {
                host.Failpoints.Hook = null;
                valve.FallSilent();
            }

            return Task.CompletedTask;
        };
        var verdict = await host.PostAsync("c", "1", 500).AsTask().WaitAsync(Machine.Guard);
        Assert.Equal((VerdictStatus.Unavailable, "outcome-unknown"), (verdict.Status, verdict.Refusal!.Code));

        // The COMMIT that was under way arrives now, or its connection has been given up: either way once.
        valve.Speak();
        Assert.Contains((await other.PostAsync("c", "1", 500)).Status, new[] { VerdictStatus.Accepted, VerdictStatus.Duplicate });
        Assert.Equal(1L, await other.AskAsync<long>("SELECT count(*) FROM posting"));
        await Verification.VerifyAsync(other);
    }
}
