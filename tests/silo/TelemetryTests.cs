using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using Lifecycle.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lifecycle.Tests.Silo;

/// <summary>What a collector gets of a silo's life, and what neither it nor the console ever does.</summary>
public sealed class TelemetryTests
{
    private static readonly string[] Personal = ["Unmistakable", "Zhuge", "zhuge@example.com", "555-0199", "a private remark"];

    [Fact]
    public async Task Metrics_and_traces_reach_the_collector_and_nothing_names_a_person()
    {
        using var folder = new TestFolder();
        await using var collector = await Collector.StartAsync();
        var database = await TestPostgres.CreateDatabaseAsync();
        await using var silo = await SiloProcess.StartAsync(
            folder.Path, database, "Lifecycle:Clock:StartAt=2026-06-15T04:00:00Z",
            $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
        await LiveAsync(silo, database);
        await silo.StopAsync();

        foreach (var metric in new[] { "duration", "items", "queue", "verdicts" })
        {
            Assert.Contains("lifecycle.commit." + metric, collector.Got("metrics"), StringComparison.Ordinal);
        }

        Assert.Contains("lifecycle.customers.resident", collector.Got("metrics"), StringComparison.Ordinal);
        Assert.Contains("lifecycle-silo", collector.Got("traces"), StringComparison.Ordinal);
        Assert.Contains("/api/v1/customers/{id}/postings", collector.Got("traces"), StringComparison.Ordinal);
        foreach (var personal in Personal)
        {
            Assert.DoesNotContain(personal, collector.Got("metrics"), StringComparison.Ordinal);
            Assert.DoesNotContain(personal, collector.Got("traces"), StringComparison.Ordinal);
            Assert.DoesNotContain(personal, silo.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>Everything that handles a person: registered, judged, looked for, mistyped, greeted.</summary>
    private static async Task LiveAsync(SiloProcess silo, string database)
    {
        var birthday = new { calendar = "solar", month = 6, day = 15 };
        var person = new
        {
            name = "Unmistakable Ltd",
            contacts = new[] { new { name = "Zhuge", email = "zhuge@example.com", phone = "555-0199", birthday } },
        };
        using var put = await silo.Client.PutAsJsonAsync("/api/v1/customers/c", person);
        put.EnsureSuccessStatusCode();
        using var posting = await silo.Client.PostAsJsonAsync(
            "/api/v1/customers/c/postings", new { source = "s", externalId = "1", kind = "shipment", amount = 5, occurredOn = "2026-06-01" });
        posting.EnsureSuccessStatusCode();
        using var judged = await silo.Client.PostAsJsonAsync("/api/v1/customers/c/evaluations", new { evaluator = "e", points = 50, note = "a private remark" });
        judged.EnsureSuccessStatusCode();
        using var found = await silo.Client.GetAsync("/api/v1/customers?q=Unmistakable");
        found.EnsureSuccessStatusCode();
        using var refused = await silo.Client.PutAsJsonAsync("/api/v1/customers/c", new { name = "Unmistakable\0Zhuge", kind = "zhuge@example.com" });
        Assert.False(refused.IsSuccessStatusCode);
        using var run = await silo.Client.PostAsync("/api/v1/jobs/care/runs", null);
        run.EnsureSuccessStatusCode();
        await Machine.UntilAsync(
            async () => await Db.AskAsync(database, "SELECT count(*) FROM care_decision WHERE outcome = 'sent'") is 1L, "the greeting");
    }

    /// <summary>An OTLP collector that keeps what it gets; names and values lie in it as plain text.</summary>
    private sealed class Collector(WebApplication app) : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, StringBuilder> got = new();

        public string Address => app.Urls.Single();

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var collector = new Collector(builder.Build());
            await collector.ListenAsync();
            return collector;
        }

        public string Got(string signal)
        {
            var text = got.GetOrAdd(signal, _ => new());
            lock (text)
            {
                return text.ToString();
            }
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private Task ListenAsync()
        {
            app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body, Encoding.UTF8);
                var (text, more) = (got.GetOrAdd(signal, _ => new()), await reader.ReadToEndAsync());
                lock (text)
                {
                    text.Append(more);
                }
            });
            return app.StartAsync();
        }
    }
}
