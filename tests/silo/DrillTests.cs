using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lifecycle.Store.Committing;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Silo;

/// <summary>
/// The program kills itself at each failpoint while postings stream in over HTTP. Whatever it acknowledged is there
/// after the next start, and sending everything again doubles nothing.
/// </summary>
public sealed class DrillTests
{
    private const int Postings = 60;

    public static TheoryData<string> All => [.. Failpoints.All];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Dies_at(string failpoint)
    {
        using var folder = new TestFolder();
        var database = await TestPostgres.CreateDatabaseAsync();
        var acknowledged = new HashSet<int>();
        await using (var silo = await SiloProcess.StartAsync(folder.Path, database, $"Lifecycle:Failpoint={failpoint}@12"))
        {
            await ProgramTests.RegisterAsync(silo, "c1");
            await Task.WhenAll(Enumerable.Range(0, 4).Select(async lane =>
            {
                for (var i = lane; i < Postings; i += 4)
                {
                    if (await SendAsync(silo, i) is not "accepted")
                    {
                        return;
                    }

                    lock (acknowledged)
                    {
                        acknowledged.Add(i);
                    }
                }
            }));
            await silo.WaitForExitAsync();
        }

        Assert.InRange(acknowledged.Count, 1, Postings - 1);
        await using var again = await SiloProcess.StartAsync(folder.Path, database);
        for (var i = 0; i < Postings; i++)
        {
            var status = await SendAsync(again, i);
            Assert.True(status == "duplicate" || (status == "accepted" && !acknowledged.Contains(i)), $"posting {i} was acknowledged and lost");
        }

        var customer = await again.Client.GetFromJsonAsync<JsonElement>("/api/v1/customers/c1");
        Assert.Equal(Postings * 10m, customer.GetProperty("receivable").GetDecimal());
        var portfolio = await again.Client.GetFromJsonAsync<JsonElement>("/api/v1/portfolio");
        Assert.Equal((1, Postings * 10m), (portfolio.GetProperty("customers").GetInt32(), portfolio.GetProperty("receivable").GetDecimal()));
    }

    private static async Task<string?> SendAsync(SiloProcess silo, int number)
    {
        try
        {
            using var response = await silo.Client.PostAsJsonAsync(
                "/api/v1/customers/c1/postings",
                new { source = "drill", externalId = $"{number}", kind = "shipment", amount = 10, occurredOn = "2026-01-05" });
            return response.StatusCode == HttpStatusCode.OK
                ? (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString()
                : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
