using Lifecycle.Grains;
using Lifecycle.Store.Templates;
using Lifecycle.Templates;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Lifecycle.Tests.Templates;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lifecycle.Tests.Store.Templates;

/// <summary>Saved templates: history, lost races, and silos that keep up with each other.</summary>
public sealed class TemplateStoreTests
{
    [Fact]
    public async Task Versions_follow_each_other_and_the_newest_is_in_force()
    {
        await using var host = await StoreHost.StartAsync();
        var (book, store) = await OpenAsync(host);
        Assert.Null(await SaveAsync(store, Written.Content("one")));
        Assert.Null(await SaveAsync(store, Written.Content("two", isCommercial: true), seen: 1));
        Assert.Equal(("two", 2), (book.Find("t", "zh-CN")!.Content.Parts.Subject, book.Find("t", "zh-CN")!.Version));

        // Said again, it is the same version.
        Assert.Null(await SaveAsync(store, Written.Content("two", isCommercial: true)));
        Assert.Equal("version-mismatch", (await SaveAsync(store, Written.Content("three"), seen: 1))?.Code);
        Assert.Equal("version-mismatch", (await SaveAsync(store, Written.Content("three"), onlyNew: true))?.Code);

        Assert.Null(await SaveAsync(store, null, seen: 2));
        Assert.Null(await SaveAsync(store, null));
        Assert.Null(book.Find("t", "zh-CN"));
        Assert.Null(await SaveAsync(store, Written.Content("four"), onlyNew: true));

        var versions = await store.Before("t", "zh-CN", null, 10, CancellationToken.None);
        Assert.Equal(["4 four", "3 -", "2 two", "1 one"], versions.Select(v => $"{v.Version} {v.Content?.Parts.Subject ?? "-"}"));
        Assert.Equal([2, 1], (await store.Before("t", "zh-CN", 3, 10, CancellationToken.None)).Select(v => v.Version));
        var second = await store.Find("t", "zh-CN", 2, CancellationToken.None);
        Assert.Equal(new("t", "zh-CN", 2, Written.Content("two", isCommercial: true), "li.na", host.Clock.Now), second);
        Assert.Null(await store.Find("t", "en", 2, CancellationToken.None));
    }

    [Fact]
    public async Task Of_two_who_saw_the_same_version_one_saves()
    {
        await using var host = await StoreHost.StartAsync();
        var (_, store) = await OpenAsync(host);
        var refusals = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SaveAsync(store, Written.Content($"{i}"), seen: 0)));
        Assert.Single(refusals, refusal => refusal is null);
        Assert.Equal(1L, await host.AskAsync<long>("SELECT count(*) FROM template_version"));
    }

    [Fact]
    public async Task Another_silo_keeps_up_and_one_that_starts_later_knows_all()
    {
        await using var host = await StoreHost.StartAsync();
        var (_, store) = await OpenAsync(host);
        var (other, otherStore) = await OpenAsync(host);
        using var follower = new TemplateFollower(host.Database, otherStore, TimeProvider.System, NullLogger<TemplateFollower>.Instance);
        await follower.StartAsync(CancellationToken.None);
        Assert.Null(await SaveAsync(store, Written.Content("one")));
        await Machine.UntilAsync(() => other.Find("t", "zh-CN")?.Content.Parts.Subject == "one", "the first version");
        Assert.Null(await SaveAsync(store, null));
        await Machine.UntilAsync(() => other.Find("t", "zh-CN") is null, "its end");
        await follower.StopAsync(CancellationToken.None);

        Assert.Null(await SaveAsync(store, Written.Content("two")));
        var (late, _) = await OpenAsync(host);
        Assert.Equal("two", late.Render("t", "en", Written.Fields).Subject);
    }

    private static async Task<(MessageTemplates Book, TemplateStore Store)> OpenAsync(StoreHost host)
    {
        var book = MessageTemplates.Embedded();
        var store = new TemplateStore(host.Database, book, host.Clock);
        await store.StartAsync(CancellationToken.None);
        return (book, store);
    }

    private static Task<Refusal?> SaveAsync(TemplateStore store, TemplateContent? content, int? seen = null, bool onlyNew = false) =>
        store.Save("t", "zh-CN", content, seen, onlyNew, "li.na", CancellationToken.None);
}
