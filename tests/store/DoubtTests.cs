using Lifecycle.Grains;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store;

/// <summary>COMMIT was sent and no reply came: the database itself is asked how it ended.</summary>
public sealed class DoubtTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_without_a_reply_is_answered_truthfully(bool carriedOut)
    {
        using var eater = new ReplyEater(await TestPostgres.CreateDatabaseAsync());
        await using var host = await StoreHost.StartAsync(eater.ConnectionString, new() { Committers = 1 });
        await host.RegisterAsync("c");
        eater.Arm(letCommitThrough: carriedOut);
        var verdict = await host.PostAsync("c", "1", 500);

        Assert.True(eater.HasCut);
        Assert.Equal((VerdictStatus.Accepted, null), (verdict.Status, verdict.Refusal));
        Assert.Equal(2, verdict.Rated!.Version);
        Assert.Equal(1L, await host.AskAsync<long>("SELECT count(*) FROM posting"));
        Assert.Equal(VerdictStatus.Duplicate, (await host.PostAsync("c", "1", 500)).Status);
        await Verification.VerifyAsync(host);
    }
}
