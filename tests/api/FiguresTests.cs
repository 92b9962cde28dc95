using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>The figures that an independent implementation gets, out of an import over HTTP; and importing again changes nothing.</summary>
public sealed class FiguresTests
{
    [SharedDataFact]
    public Task Online_retail_live_and_as_of_its_last_day() => Check(
        "online-retail",
        startAt: "2011-12-09T04:00:00Z",
        paths: ["/api/v1/portfolio", "/api/v1/portfolio?asOf=2011-12-09"],
        rows: (5939, 89_740),
        figures: "5939 customers, receivable 0.00, overdue 0.00, mean 25.19",
        classes: "deteriorating.sales 727, dormant.inactive 1675, mature.abnormal 21, mature.minor 1887, mature.normal 71, new.effective 9, new.ineffective 1549",
        tiers: "2 5, 3 93, 4 5841");

    [SharedDataFact]
    public Task Receivables_as_of_a_day_with_a_quarter_of_the_postings_ahead() => Check(
        "receivables",
        startAt: "2014-01-10T04:00:00Z",
        paths: ["/api/v1/portfolio?asOf=2013-09-30"],
        rows: (100, 4932),
        figures: "100 customers, receivable 5029220.00, overdue 465480.00, mean 55.58",
        classes: "deteriorating.repayment 7, deteriorating.sales 1, mature.abnormal 22, mature.normal 70",
        tiers: "2 3, 3 57, 4 40");

    private static async Task Check(
        string data, string startAt, string[] paths, (int Customers, int Postings) rows, string figures, string classes, string tiers)
    {
        using var folder = new TestFolder();
        await using var silo = await SiloProcess.StartAsync(
            folder.Path, await TestPostgres.CreateDatabaseAsync(), $"Lifecycle:Clock:StartAt={startAt}");
        Assert.Equal((rows.Customers, 0, 0), await ImportAsync(silo, data, "customers"));
        Assert.Equal((rows.Postings, 0, 0), await ImportAsync(silo, data, "postings"));
        await CompareAsync();

        Assert.Equal((0, rows.Customers, 0), await ImportAsync(silo, data, "customers"));
        Assert.Equal((0, rows.Postings, 0), await ImportAsync(silo, data, "postings"));
        await CompareAsync();

        async Task CompareAsync()
        {
            foreach (var path in paths)
            {
                var portfolio = await silo.Client.GetFromJsonAsync<JsonElement>(path);
                Assert.Equal(figures, FormattableString.Invariant(
                    $"{portfolio.GetProperty("customers")} customers, receivable {Number(portfolio, "receivable"):0.00}, overdue {Number(portfolio, "overdue"):0.00}, mean {Number(portfolio, "meanScore"):0.00}"));
                Assert.Equal(classes, Parts(portfolio, "byClass"));
                Assert.Equal(tiers, Parts(portfolio, "byTier"));
            }
        }
    }

    private static async Task<(int Accepted, int Duplicates, int Rejected)> ImportAsync(SiloProcess silo, string data, string kind)
    {
        await using var file = File.OpenRead(Path.Combine(SharedData.Folder!, data, kind + ".csv"));
        using var body = new StreamContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        using var response = await silo.Client.PostAsync($"/api/v1/imports?kind={kind}", body);
        var import = await response.Content.ReadFromJsonAsync<JsonElement>();
        await Machine.UntilAsync(
            async () =>
            {
                import = await silo.Client.GetFromJsonAsync<JsonElement>(response.Headers.Location);
                return import.GetProperty("status").GetString() is not ("queued" or "running");
            },
            "the import");
        Assert.Equal("done", import.GetProperty("status").GetString());
        return (import.GetProperty("accepted").GetInt32(), import.GetProperty("duplicates").GetInt32(), import.GetProperty("rejected").GetInt32());
    }

    private static decimal Number(JsonElement of, string name) => of.GetProperty(name).GetDecimal();

    private static string Parts(JsonElement portfolio, string by) => string.Join(
        ", ", portfolio.GetProperty(by).EnumerateArray().Select(p => $"{p.GetProperty("key").GetString()} {p.GetProperty("customers")}"));
}
