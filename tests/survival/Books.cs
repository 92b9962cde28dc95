using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Survival;

/// <summary>What a silo's ledger must say after everything that clients sent was acknowledged.</summary>
internal static class Books
{
    /// <summary>Every acknowledged posting once, nothing else, receivables that follow from them, and a clean verification.</summary>
    public static async Task AgreeAsync(SiloProcess silo, Traffic traffic)
    {
        foreach (var customer in traffic.Customers)
        {
            var sent = traffic.Acknowledged.Values.Where(s => s.Customer == customer).ToList();
            var stored = await PostingsAsync(silo, customer);
            Assert.Equal(sent.Select(s => (s.Key, s.Kind, s.Amount)).Order(), stored.Order());
            var shown = await Patiently.ReadAsync(silo, $"/customers/{customer}");
            Assert.Equal(sent.Sum(s => s.Debit), shown.GetProperty("receivable").GetDecimal());
        }

        Assert.Equal("done", await SleepTests.RunAsync(silo, "verify"));
    }

    private static async Task<List<(string Key, string Kind, decimal Amount)>> PostingsAsync(SiloProcess silo, string customer)
    {
        var postings = new List<(string, string, decimal)>();
        for (string? after = ""; after is not null;)
        {
            var page = await Patiently.ReadAsync(silo, $"/customers/{customer}/postings?limit=500{after}");
            postings.AddRange(page.GetProperty("items").EnumerateArray().Select(item => (
                item.GetProperty("externalId").GetString()!, item.GetProperty("kind").GetString()!, item.GetProperty("amount").GetDecimal())));
            after = page.GetProperty("next").GetString() is { } next ? "&after=" + Uri.EscapeDataString(next) : null;
        }

        return postings;
    }
}
