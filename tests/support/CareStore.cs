using System.Diagnostics;
using Lifecycle.Grains;
using Lifecycle.Jobs;
using Lifecycle.Jobs.Care;
using Lifecycle.Silo.Mail;
using Lifecycle.Store;
using Lifecycle.Store.Care;
using Lifecycle.Store.Policies;
using Lifecycle.Templates;
using MailKit.Security;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Lifecycle.Tests.Support;

/// <summary>What the care job works on, put together as the program does it, and a festival that greets everybody.</summary>
internal sealed class CareStore : IAsyncDisposable
{
    public const string Festival = "dragon-boat";

    /// <summary>When it is.</summary>
    public static readonly DateOnly FestivalDay = new(2026, 6, 19);

    // Everybody under an address of its own.
    private const string Contacts = """
        UPDATE customer_person SET last_contact = 1,
            contacts = replace(CASE WHEN hashtext(customer_id) % 2 = 0 THEN $1 ELSE $2 END, '@', customer_id || '@')::jsonb
        """;

    private const string TurnOn = """
        INSERT INTO care_rule (occasion, document, version, changed_by, changed_at) VALUES ($1, $2::jsonb, 1, 'marketing', now())
        """;

    private const string Multiply = """
        INSERT INTO customer SELECT r.* FROM customer c, generate_series(2, $2) AS n, jsonb_populate_record(c, jsonb_build_object('id', 'c' || n)) AS r
        WHERE c.id = $1
        """;

    private const string MultiplyPerson = """
        INSERT INTO customer_person SELECT r.* FROM customer_person p, generate_series(2, $2) AS n,
            jsonb_populate_record(p, jsonb_build_object('customer_id', 'c' || n)) AS r
        WHERE p.customer_id = $1
        """;

    private readonly Database database;
    private readonly PolicyStore policies;

    private CareStore(Database database)
    {
        (this.database, policies) = (database, new(database));
        Messages = MessagesOf(MessageTemplates.Embedded(), Clock);
    }

    public RunningClock Clock { get; } = new();

    public CareMessages Messages { get; }

    /// <summary>A contact with an address and consent.</summary>
    public static Contact Person(string language) => Contact.Empty with
    {
        Id = 1, Name = "李娜", Salutation = "女士", Email = "@customers.example", Language = language, Consent = Contact.Empty.Consent.Add(CareChannels.Email, true),
    };

    public static CareMessages MessagesOf(IMessageTemplates templates, IBusinessClock clock) =>
        new(templates, new UnsubscribeLinks(new("https://lifecycle.example"), [1, 2, 3]), new CareSettings("Acme 公司"), clock);

    public static async Task<CareStore> OpenAsync(string connectionString, DateOnly today, int hour)
    {
        var store = new CareStore(new Database(connectionString));
        store.Clock.Set(today, hour);
        await store.policies.StartAsync(store.Clock.Now, CancellationToken.None);
        return store;
    }

    /// <summary>Makes so many of one customer.</summary>
    public async Task MultiplyAsync(string customer, int customers)
    {
        await ExecuteAsync(Multiply, customer, customers);
        await ExecuteAsync(MultiplyPerson, customer, customers);
    }

    /// <summary>Gives every customer a contact, and turns the festival on.</summary>
    public async Task PrepareAsync()
    {
        await ExecuteAsync(Contacts, EventCodec.EncodeContacts([Person("zh-CN")]), EventCodec.EncodeContacts([Person("en")]));
        await ExecuteAsync(TurnOn, Festival, CareRuleJson.Write(CareRules.Default(Festival) with { IsOn = true }));
        await ExecuteAsync("VACUUM (ANALYZE) customer_person");
    }

    /// <summary>Decides in the morning of the festival, before anything may leave.</summary>
    public async Task PlanAsync()
    {
        Clock.Set(FestivalDay, hour: 7);
        await RunAsync(Job(), new Progress<JobProgress>());
        await ExecuteAsync("VACUUM (ANALYZE) care_decision, message");
    }

    public CareJob Job(params IChannel[] channels)
    {
        var programmes = new Programmes(policies, Clock);
        var facts = new CareFactsReader(policies, Clock, NullLogger<CareFactsReader>.Instance);
        return new(new CareBook(database, facts, programmes, Clock), new Outbox(database, facts, programmes), channels, Messages, Clock);
    }

    public static Task RunAsync(CareJob job, IProgress<JobProgress> progress) => job.RunAsync(new JobRun(null, progress), CancellationToken.None);

    /// <summary>As a silo is set up for a server on this machine.</summary>
    public static SmtpSettings Mail(int port) =>
        new("127.0.0.1", port, SecureSocketOptions.None, new("Acme 公司", "care@acme.example"), new("", "bounces@acme.example"));

    public static SmtpChannel Channel(int port) => new(Mail(port), TimeProvider.System, NullLogger<SmtpChannel>.Instance);

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> AskAsync<T>(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = database.Readers.CreateCommand(sql);
        command.CommandTimeout = 0;
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }

    /// <summary>A business clock that goes on from where it was set.</summary>
    internal sealed class RunningClock : IBusinessClock
    {
        private DateTimeOffset shown;
        private long since;

        public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

        public DateTimeOffset Now => shown + Stopwatch.GetElapsedTime(since);

        public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, Zone).DateTime);

        public void Set(DateOnly day, int hour)
        {
            var local = day.ToDateTime(new(hour, 0));
            (shown, since) = (new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime(), Stopwatch.GetTimestamp());
        }
    }
}
