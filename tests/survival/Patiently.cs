using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
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

    /// <summary>What is there, once it can be read.</summary>
    public static async Task<JsonElement> ReadAsync(SiloProcess silo, string path)
    {
        var read = default(JsonElement);
        await Machine.UntilAsync(
            async () =>
            {
                using var answer = await silo.Client.GetAsync("/api/v1" + path);
                if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                {
                    return false;
                }

                answer.EnsureSuccessStatusCode();
                read = await answer.Content.ReadFromJsonAsync<JsonElement>();
                return true;
            },
            path);
        return read;
    }

    /// <summary>A shipment of 50; <c>accepted</c> or <c>duplicate</c>.</summary>
    public static async Task<string> ShipAsync(SiloProcess silo, string customer, string key)
    {
        var (sent, gate, status) = (new Sent(key, customer, "shipment", 50), new Gate(silo), (string?)null);
        await Machine.UntilAsync(async () => (status = await sent.SendAsync(gate)) is "accepted" or "duplicate", $"the posting {key}");
        return status!;
    }
}
