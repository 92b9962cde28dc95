using Lifecycle.Tests.Api.Imports;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Scorecards;

/// <summary>A prospect became a customer whose import is undone: it is a prospect again, and its cards are nobody else's.</summary>
[Collection(SharedSilo.Name)]
public sealed class UndoneCustomerTests(ApiFixture api)
{
    [Fact]
    public async Task Its_cards_come_back_with_it()
    {
        var (prospect, card, gone) = (await api.ProspectAsync("Ma"), await api.CardAsync(), Calls.NewId("c"));
        var import = await api.ImportAsync("customers", $"id,name\n{gone},Ma & Co\n");
        (await api.JudgeAsync("prospect", prospect, card, new { a = 10, b = 10 }, "a")).Is(200);
        (await api.JudgeAsync("customer", gone, card, new { a = 50, b = 50 }, "b")).Is(200);
        await BecomeAsync(gone);
        Assert.Equal([(gone, 60m)], await ListedAsync());

        await UndoAsync(import.Text("id"));
        Assert.True((await api.ReadAsync($"/prospects/{prospect}")).IsNull("customerId"));
        Assert.Equal([(prospect, 20m)], await ListedAsync());
        Assert.Equal(20, Assert.Single(await api.PagesAsync($"/prospects/{prospect}/scorecards", 10)).GetProperty("parts")[0].Number("value"));
        var now = (await api.JudgeAsync("prospect", prospect, card, new { a = 30, b = 0 }, "c")).Is(200).Body.GetProperty("result");
        Assert.Equal(("prospect", 25m), (now.GetProperty("subject").Text("kind"), now.GetProperty("parts")[0].Number("value")));

        // Whoever gets the id next gets nothing of it.
        (await api.CallAsync("PUT", $"/customers/{gone}", new { name = "Another" })).Is(201);
        Assert.Equal([(gone, 100m), (prospect, 25m)], await ListedAsync());
        Assert.Single(await api.PagesAsync($"/customers/{gone}/scorecards/{card}/answers", 10));

        var customer = await api.CustomerAsync();
        await BecomeAsync(customer);
        Assert.Equal([(gone, 100m), (customer, 25m)], await ListedAsync());

        async Task BecomeAsync(string id) => (await api.CallAsync("POST", $"/prospects/{prospect}/customer", new { customerId = id })).Is(200);

        async Task<IEnumerable<(string, decimal)>> ListedAsync() =>
            (await api.PagesAsync($"/scorecards/{card}/results", 500)).Select(item => (item.Text("id"), item.GetProperty("parts").Number("p")));
    }

    private async Task UndoAsync(string import)
    {
        (await api.CallAsync("DELETE", $"/imports/{import}")).Is(202);
        await ImportApi.UntilAsync(api.Client, import, i => i.GetProperty("undo").Status() == "done");
    }
}
