using System.Net;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Alerts;

/// <summary>The event stream: what it tells, to whom, and from where on.</summary>
public sealed class AlertStreamTests(AlertFixture api) : IClassFixture<AlertFixture>
{
    [Fact]
    public async Task Tells_the_life_of_an_alert_from_now_on()
    {
        await api.ExceedAsync("earlier", manager: "life");
        using var stream = await EventStream.OpenAsync(api.Silo, "?manager=life");
        using var other = await EventStream.OpenAsync(api.Other, "?manager=life");

        await api.ExceedAsync("life", manager: "life", name: "生活");
        await api.PostAsync($"/alerts/{await api.IdAsync("life")}/acknowledge", new { });
        await api.RepayAsync("life");

        var told = await stream.TakeAsync(4);
        Assert.Equal(
            ["opened credit_limit life", "opened state_changed life", "acknowledged credit_limit life", "closed credit_limit life"],
            told.Select(e => e.ToString()));
        Assert.Equal(["open", "acknowledged", "closed"], told.Where(e => e.Kind == "credit_limit").Select(e => e.Data!.Value.GetProperty("status").GetString()));
        Assert.Equal("生活", told[0].Data!.Value.GetProperty("customerName").GetString());
        Assert.Equal(told.Select(e => (e.Id, e.ToString())), (await other.TakeAsync(4)).Select(e => (e.Id, e.ToString())));
    }

    [Fact]
    public async Task Goes_on_where_it_was_on_the_other_silo_even_before_its_first_event()
    {
        string place;
        using (var stream = await EventStream.OpenAsync(api.Silo, "?manager=resume"))
        {
            place = stream.LastId;
        }

        await api.ExceedAsync("resume", manager: "resume");
        using var header = await EventStream.OpenAsync(api.Other, "?manager=resume", place);
        using var query = await EventStream.OpenAsync(api.Silo, $"?manager=resume&lastEventId={place}");
        var told = await header.TakeAsync(2);
        Assert.Equal(told.Select(e => e.Id), (await query.TakeAsync(2)).Select(e => e.Id));

        // A browser repeats its first address when it reconnects; the header knows better.
        using var second = await EventStream.OpenAsync(api.Silo, $"?manager=resume&lastEventId={place}", told[0].Id);
        Assert.Equal(told[1].Id, (await second.NextAsync())!.Id);
    }

    [Fact]
    public async Task Who_loses_the_customer_is_told_as_well()
    {
        await api.ExceedAsync("moved", manager: "old");
        using var old = await EventStream.OpenAsync(api.Silo, "?manager=old");
        using var next = await EventStream.OpenAsync(api.Other, "?manager=next");

        await api.PutAsync("/customers/moved", new { name = "moved", manager = "next", creditLimit = 100 });

        var told = await old.TakeAsync(2);
        Assert.All(told, e => Assert.Equal(("updated", "next"), (e.Event, e.Data!.Value.GetProperty("manager").GetString())));
        Assert.Equal(told.Select(e => e.Id), (await next.TakeAsync(2)).Select(e => e.Id));
    }

    [Fact]
    public async Task Beats_while_nothing_happens()
    {
        using var stream = await EventStream.OpenAsync(api.Silo, "?manager=nobody.at.all");

        Assert.Null((await stream.NextBlockAsync())!.Data);
        Assert.Equal(["alerts", "alive"], stream.Comments);
    }

    [Theory]
    [InlineData("1", HttpStatusCode.BadRequest, "invalid-last-event-id")]
    [InlineData("00000000-", HttpStatusCode.BadRequest, "invalid-last-event-id")]
    [InlineData("00000000-1-1", HttpStatusCode.BadRequest, "invalid-last-event-id")]
    [InlineData("0000000G-1", HttpStatusCode.BadRequest, "invalid-last-event-id")]
    [InlineData("00000000--1", HttpStatusCode.BadRequest, "invalid-last-event-id")]
    [InlineData("00000000-99999999999999999999", HttpStatusCode.BadRequest, "invalid-last-event-id")]
    [InlineData("00000000-1", HttpStatusCode.Gone, "stream-restarted")]
    public async Task A_place_that_is_none_is_refused(string place, HttpStatusCode expected, string code)
    {
        foreach (var (path, header) in new[] { ("/alerts/stream", place), ($"/alerts/stream?lastEventId={place}", "") })
        {
            var (status, problem) = await api.SendAsync(HttpMethod.Get, path, headers: ("Last-Event-ID", header));

            Assert.Equal((expected, code), (status, problem.GetProperty("code").GetString()));
        }
    }

    [Fact]
    public async Task A_place_that_never_comes_is_of_a_restored_database()
    {
        using var stream = await EventStream.OpenAsync(api.Silo);
        var (status, problem) = await api.SendAsync(
            HttpMethod.Get, "/alerts/stream", headers: ("Last-Event-ID", stream.LastId.Split('-')[0] + "-999999999"));

        Assert.Equal((HttpStatusCode.Gone, "stream-restarted"), (status, problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_restored_feed_is_another_history()
    {
        await using var own = new Restored();
        await own.StartAsync();
        string place;
        using (var stream = await EventStream.OpenAsync(own.Silo))
        {
            place = stream.LastId;
        }

        await own.StopAsync();
        await TestPostgres.ExecuteAsync(own.ConnectionString, """
            CREATE TABLE restored (LIKE alert_change INCLUDING ALL);
            DROP TABLE alert_change;
            ALTER TABLE restored RENAME TO alert_change;
            ALTER SEQUENCE IF EXISTS restored_id_seq RENAME TO alert_change_number;
            """);
        await own.StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/alerts/stream");
        request.Headers.Add("Last-Event-ID", place);
        using var response = await own.Silo.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.Gone, response.StatusCode);
    }

    [Fact]
    public async Task Ends_with_the_silo_at_once()
    {
        await using var own = new Restored();
        await own.StartAsync();
        using var stream = await EventStream.OpenAsync(own.Silo);

        var stopped = own.StopAsync();

        Assert.Null(await stream.NextAsync());
        Assert.Equal(0, await stopped);
    }

    /// <summary>A silo with a database of its own, which a test may stop.</summary>
    private sealed class Restored : IAsyncDisposable
    {
        private readonly TestFolder folder = new();

        public SiloProcess Silo { get; private set; } = null!;

        public string ConnectionString { get; private set; } = "";

        public async Task StartAsync()
        {
            ConnectionString = ConnectionString.Length > 0 ? ConnectionString : await TestPostgres.CreateDatabaseAsync();
            Silo = await SiloProcess.StartAsync(folder.Path, ConnectionString);
        }

        public Task<int> StopAsync() => Silo.StopAsync();

        public async ValueTask DisposeAsync()
        {
            await Silo.DisposeAsync();
            folder.Dispose();
        }
    }
}
