using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Lifecycle.Tests.Store;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Silo;

/// <summary>The program as its user meets it: its own PostgreSQL, one folder, started, stopped and killed.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Starts_on_an_empty_folder_keeps_its_data_and_takes_everything_down_with_it()
    {
        using var folder = new TestFolder();
        int server;
        await using (var silo = await SiloProcess.StartAsync(folder.Path, connectionString: null))
        {
            server = ServerOf(folder.Path);
            await RegisterAsync(silo, "c1");
            var (code, output) = await SiloProcess.RunAsync(folder.Path, connectionString: null);
            Assert.Equal(1, code);
            Assert.Contains("Lifecycle cannot start", output, StringComparison.Ordinal);
            Assert.Contains(folder.Path, output, StringComparison.Ordinal);

            Assert.Equal(0, await silo.StopAsync());
            await Machine.UntilAsync(() => !Machine.IsAlive(server), "the server to stop with the silo");
        }

        await using var again = await SiloProcess.StartAsync(folder.Path, connectionString: null);
        Assert.Equal("Somebody", (await ReadAsync(again, "c1")).GetProperty("name").GetString());
        server = ServerOf(folder.Path);
        await again.KillAsync();
        await Machine.UntilAsync(() => !Machine.IsAlive(server), "the server to stop after kill -9 of the silo");
    }

    [Fact]
    public async Task Kill_minus_nine_loses_nothing_and_the_next_start_needs_no_hands()
    {
        using var folder = new TestFolder();
        await using (var silo = await SiloProcess.StartAsync(folder.Path, connectionString: null))
        {
            await RegisterAsync(silo, "c1");
            await silo.KillAsync();
        }

        await using var again = await SiloProcess.StartAsync(folder.Path, connectionString: null);
        Assert.Equal("c1", (await ReadAsync(again, "c1")).GetProperty("id").GetString());
        Assert.Equal(0, await again.StopAsync());
    }

    [Theory]
    [InlineData("Lifecycle:TimeZone=Middle/Earth", "Lifecycle:TimeZone")]
    [InlineData("Lifecycle:Clock:StartAt=soon", "Lifecycle:Clock:StartAt")]
    [InlineData("Lifecycle:Demo=maybe", "Lifecycle:Demo")]
    [InlineData("Lifecycle:Tiers:Approvers=wang", "Lifecycle:Tiers:Approvers")]
    [InlineData("Lifecycle:Commits:Committers=0", "Lifecycle:Commits:Committers")]
    [InlineData("Lifecycle:Commits:Committers=17", "no whole number from 1 to 16")]
    [InlineData("Lifecycle:Mail:Smtp:Host=mail.example:587", "Lifecycle:Mail:Smtp:Host")]
    [InlineData("Lifecycle:Gateways:Sms:Url=sms.example", "Lifecycle:Gateways:Sms:Url")]
    [InlineData("ConnectionStrings:Lifecycle=Host=/nowhere;Database=none", "/nowhere")]
    public async Task Says_in_one_line_what_is_wrong_with_its_settings(string setting, string named)
    {
        using var folder = new TestFolder();
        var (code, output) = await SiloProcess.RunAsync(folder.Path, connectionString: null, setting);
        Assert.Equal(1, code);
        Assert.Contains("Lifecycle cannot start", output, StringComparison.Ordinal);
        Assert.Contains(named, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_in_one_line_which_script_of_the_schema_failed()
    {
        using var folder = new TestFolder();
        var connectionString = await TestPostgres.CreateDatabaseAsync();
        await MigrationTests.ForgetAsync(connectionString);
        var (code, output) = await SiloProcess.RunAsync(folder.Path, connectionString);
        Assert.Equal(1, code);
        Assert.Contains($"Bringing the schema up to date: {MigrationTests.Script}", output, StringComparison.Ordinal);
        Assert.Contains($"Lifecycle cannot start: the schema could not be brought up to date: {MigrationTests.Script} was rolled back: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    internal static Task RegisterAsync(SiloProcess silo, string id) => silo.Client.PutAsJsonAsync($"/api/v1/customers/{id}", new { name = "Somebody" });

    private static Task<JsonElement> ReadAsync(SiloProcess silo, string id) => silo.Client.GetFromJsonAsync<JsonElement>($"/api/v1/customers/{id}");

    private static int ServerOf(string folder) => int.Parse(
        File.ReadLines(Path.Combine(folder, "postgres", "cluster", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
}
