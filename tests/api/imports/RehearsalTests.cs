using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Imports;

/// <summary>What a check says, the commit of the same file does, row for row; and neither depends on how customers are called.</summary>
public sealed class RehearsalTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task The_first_row_of_a_key_whose_customer_is_known_wins()
    {
        const string Rows = "erp,1,nobody,shipment,7,2026-01-02\nerp,1,c2,shipment,1,2026-01-02\nerp,1,c1,shipment,2,2026-01-02\n"
            + "erp,1,c2,shipment,1,2026-01-02\nerp,2,c1,shipment,5,2026-01-02\nerp,2,c1,shipment,6,2026-01-02\n";
        await api.ImportAsync("customers", ImportApi.Customers);
        Assert.Equal((2, 1, 3), await BothAsync("postings", ImportApi.PostingHeader + Rows));
        Assert.Equal(1m, (await api.GetAsync("/customers/c2")).GetProperty("receivable").GetDecimal());
        Assert.Equal(5m, (await api.GetAsync("/customers/c1")).GetProperty("receivable").GetDecimal());
    }

    [Fact]
    public async Task Every_row_builds_on_those_before_it()
    {
        Assert.Equal((3, 2, 1), await BothAsync("customers", "id,name,region\nr1,One,East\nr1,One,East\nr1,One,West\nr1,One,West\nr2,,East\nr3,Three,\n"));
        Assert.Equal("West", (await api.GetAsync("/customers/r1")).GetProperty("region").GetString());

        const string Judged = "customer_id,evaluator,points,on\nr1,li,80,2026-01-02\nr1,li,80,2026-01-02\nr1,li,90,2026-01-02\nr1,na,80,2026-01-02\nr4,li,1,2026-01-02\n";
        Assert.Equal((3, 1, 1), await BothAsync("evaluations", Judged));
    }

    [Fact]
    public async Task A_customer_is_rated_once_however_its_rows_are_scattered()
    {
        await api.ImportAsync("customers", "id,name\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"s{i},S\n")));
        var rows = string.Concat(Enumerable.Range(0, 1_000).Select(i => $"scatter,{i},s{i % 50},shipment,1.00,2026-01-02\n"));
        Assert.Equal((1_000, 0, 0), (await api.ImportAsync("postings", ImportApi.PostingHeader + rows)).Figures());
        var ratings = new List<int>();
        for (var i = 0; i < 50; i++)
        {
            ratings.Add((await api.GetAsync($"/customers/s{i}/ratings")).GetProperty("items").GetArrayLength());
        }

        // Registered, imported: not once for each of its twenty rows. A commit may take the first rows up while those after them are
        // still being handed over, so that a customer is rated once or twice more; half of them never are oftener.
        Assert.InRange(ratings.Order().ElementAt(25), 2, 4);
    }

    /// <summary>Checks, then commits; both must say the same of every row.</summary>
    private async Task<(long, long, long)> BothAsync(string kind, string text)
    {
        var rehearsed = await api.ImportAsync(kind, text, "check");
        var done = await api.ImportAsync(kind, text);
        Assert.Equal(rehearsed.Figures(), done.Figures());
        Assert.Equal(await api.ErrorsAsync(rehearsed), await api.ErrorsAsync(done));
        return done.Figures();
    }
}
