using Lifecycle.Api.Imports.Running;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Lifecycle.Tests.Api.Imports;

/// <summary>What goes wrong in the worker's own steps is nobody else's business, and passes.</summary>
public sealed class StumblingTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_worker_that_stumbles_goes_on_and_the_silo_lives()
    {
        await TestPostgres.ExecuteAsync(api.ConnectionString, "ALTER TABLE import_undo RENAME TO import_undo_away");
        var (_, queued, _) = await ImportApi.SendAsync(api.Client, "kind=customers", Csv.Utf8(ImportApi.Customers));
        await Machine.UntilAsync(() => api.Silo.Output.Contains("stumbled", StringComparison.Ordinal) || !Machine.IsAlive(api.Silo.ProcessId), "the worker to stumble");
        await TestPostgres.ExecuteAsync(api.ConnectionString, "ALTER TABLE import_undo_away RENAME TO import_undo");
        Assert.Equal((2, 0, 0), (await ImportApi.EndAsync(api.Client, queued.GetProperty("id").GetString()!)).Figures());
    }

    [Theory]
    [InlineData("53100")] // disk full
    [InlineData("57P03")] // starting up
    [InlineData("58030")] // a disk that fails
    [InlineData("25006")] // after a failover: still read-only
    public async Task What_passes_is_waited_for(string state)
    {
        var attempts = 0;
        await new Patience(TimeProvider.System, NullLogger<Patience>.Instance).DoAsync(
            _ => ++attempts == 1 ? throw new PostgresException("It failed.", "ERROR", "ERROR", state) : Task.CompletedTask, CancellationToken.None);
        Assert.Equal(2, attempts);
    }
}
