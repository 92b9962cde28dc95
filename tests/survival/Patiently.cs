using System.Net.Http.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Survival;

/// <summary>Requests that are repeated until they are done, as callers should: a busy machine may answer 503 at any time.</summary>
internal static class Patiently
{
    public static Task RegisterAsync(SiloProcess silo, string id, decimal creditLimit) => Machine.UntilAsync(
        async () =>
        {
            using var answer = await silo.Client.PutAsJsonAsync($"/api/v1/customers/{id}", new { name = id, creditLimit });
            return answer.IsSuccessStatusCode;
        },
        $"the registration of {id}");

    /// <summary>A shipment of 50; <c>accepted</c> or <c>duplicate</c>.</summary>
    public static async Task<string> ShipAsync(SiloProcess silo, string customer, string key)
    {
        var (sent, gate, status) = (new Sent(key, customer, "shipment", 50), new Gate(silo), (string?)null);
        await Machine.UntilAsync(async () => (status = await sent.SendAsync(gate)) is "accepted" or "duplicate", $"the posting {key}");
        return status!;
    }
}
