using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Alerts;

/// <summary>Two silos on one database.</summary>
public sealed class AlertFixture : ApiFixture, IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private SiloProcess? other;

    internal SiloProcess Other => other!;

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        other = await StartOneMoreAsync(folder.Path);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        // One that did not start must not leave the first one running.
        await DisposeAsync();
        await (other?.DisposeAsync() ?? ValueTask.CompletedTask);
        folder.Dispose();
    }

    /// <summary>Accounts are in the database: another silo is signed in to with the token of the first.</summary>
    internal Task<SiloProcess> StartOneMoreAsync(string path)
    {
        Directory.CreateDirectory(path);
        File.Copy(Path.Combine(Silo.DataDirectory, "admin.json"), Path.Combine(path, "admin.json"));
        return SiloProcess.StartAsync(path, ConnectionString);
    }

    /// <summary>A customer above its limit: an alert state_changed and an alert credit_limit.</summary>
    public async Task ExceedAsync(string id, string? manager = null, string? name = null)
    {
        await PutAsync($"/customers/{id}", new { name = name ?? id, manager, creditLimit = 100 });
        await PostAsync($"/customers/{id}/postings", new { source = "t", externalId = $"{id}-1", kind = "shipment", amount = 150, occurredOn = "2026-06-10" });
    }

    public Task<JsonElement> RepayAsync(string id, decimal amount = 100) =>
        PostAsync($"/customers/{id}/postings", new { source = "t", externalId = $"{id}-r", kind = "repayment", amount, occurredOn = "2026-06-11" });

    public async Task<string> IdAsync(string customer, string kind = "credit_limit") =>
        (await GetAsync($"/alerts?customer={customer}&kind={kind}")).GetProperty("items")[0].GetProperty("id").GetString()!;
}
