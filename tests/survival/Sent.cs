using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Lifecycle.Tests.Survival;

/// <summary>A posting as a client sends it, once or again.</summary>
internal sealed record Sent(string Key, string Customer, string Kind, decimal Amount)
{
    /// <summary>What it adds to the receivable.</summary>
    public decimal Debit => Kind == "shipment" ? Amount : -Amount;

    /// <summary><c>accepted</c>, <c>duplicate</c>, the code of a 503, or null when no answer came.</summary>
    public async Task<string?> SendAsync(Gate gate)
    {
        var silo = await gate.Silo;
        try
        {
            using var response = await silo.Client.PostAsJsonAsync(
                $"/api/v1/customers/{Customer}/postings",
                new { source = "traffic", externalId = Key, kind = Kind, amount = Amount, occurredOn = "2026-01-05" });
            var text = await response.Content.ReadAsStringAsync();
            using var body = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return body.RootElement.GetProperty("status").GetString();
            }

            Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, $"{(int)response.StatusCode} {text}");
            Assert.NotNull(response.Headers.RetryAfter?.Delta);
            return body.RootElement.GetProperty("code").GetString();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException or JsonException)
        {
            return null;
        }
    }
}
