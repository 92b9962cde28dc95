using System.Collections.Immutable;
using Lifecycle.Grains;
using Lifecycle.Jobs;
using Lifecycle.Jobs.Care;
using Lifecycle.Silo.Mail;
using Lifecycle.Store.Care;
using Lifecycle.Store.Templates;
using Lifecycle.Templates;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;

namespace Lifecycle.Tests.Store.Care;

/// <summary>A silo's care: its store, an outbox folder, and the job as the scheduler runs it.</summary>
internal sealed class CareBench : IAsyncDisposable
{
    private readonly TestFolder folder = new();

    private CareBench(StoreHost host, string? outboxPath)
    {
        Host = host;
        OutboxPath = outboxPath ?? Path.Combine(folder.Path, "outbox");
        Channel = OutboxFolder.Open(OutboxPath, new MailboxAddress("Acme 公司", "care@acme.example"));
        Facts = new(host.Policies, host.Clock, NullLogger<CareFactsReader>.Instance);
        Outbox = new Outbox(host.Database, Facts, Programmes);
        Templates = Shelf;
    }

    public static Contact Li { get; } = Contact.Empty with
    {
        Name = "李娜", Email = "li@example.com", Birthday = new(false, 6, 15, 1980, false, false),
    };

    public StoreHost Host { get; }

    public string OutboxPath { get; }

    public IChannel Channel { get; set; }

    public IOutbox Outbox { get; set; }

    public CareFactsReader Facts { get; }

    public Programmes Programmes => new(Host.Policies, Host.Clock);

    public ICareBook Book => new CareBook(Host.Database, Facts, Programmes, Host.Clock);

    public CareMessages Messages => CareStore.MessagesOf(Templates, Host.Clock);

    public List<IChannel> MoreChannels { get; } = [];

    /// <summary>The templates in force, and what saves others.</summary>
    public MessageTemplates Shelf { get; } = MessageTemplates.Embedded();

    public TemplateStore Saved => new(Host.Database, Shelf, Host.Clock);

    /// <summary>What messages are made of.</summary>
    public IMessageTemplates Templates { get; set; }

    /// <summary>The messages that have left.</summary>
    public string[] Files => Directory.GetFiles(OutboxPath, "*.eml");

    /// <summary>What lies in the folder without having left: prepared messages, and what is left of withdrawn ones.</summary>
    public string[] Hidden => [.. Directory.GetFiles(OutboxPath, ".*.part*").Where(path => new FileInfo(path).Length > 0)];

    /// <summary>A campaign of one day.</summary>
    public static CareRule Campaign(string template, string day) => new()
    {
        Occasion = Occasions.Campaign, Name = "One", Template = template, IsCommercial = true, Days = new(DateOnly.Parse(day), DateOnly.Parse(day)),
    };

    public static async Task<CareBench> StartAsync(CareBench? beside = null, bool shareFolder = false) =>
        new(await StoreHost.StartAsync(beside?.Host.ConnectionString), shareFolder ? beside!.OutboxPath : null);

    /// <summary>As marketing would set it.</summary>
    public Task SetAsync(CareRule rule) => TestPostgres.ExecuteAsync(
        Host.ConnectionString,
        $"INSERT INTO care_rule (occasion, document, version, changed_by, changed_at) VALUES ('{rule.Occasion}', '{CareRuleJson.Write(rule)}', 1, 'x', now())");

    public Task PutAsync(string id, params Contact[] contacts) => SubmitAsync(id, default, contacts);

    public Task PutAsync(string id, string timeZone, params Contact[] contacts) => SubmitAsync(id, timeZone, contacts);

    /// <summary>Sets the business clock, as it is shown in Shanghai.</summary>
    public void SetClock(string shown)
    {
        var utc = DateTime.Parse(shown).AddHours(-8);
        Assert.Equal(DateOnly.FromDateTime(utc), DateOnly.FromDateTime(utc.AddHours(8)));
        (Host.Clock.Today, Host.Clock.Time) = (DateOnly.FromDateTime(utc), TimeOnly.FromDateTime(utc));
    }

    public Task RunAsync() => RunAsync(Job());

    public static Task RunAsync(CareJob job) => CareStore.RunAsync(job, new Progress<JobProgress>());

    /// <summary>A run that dies at a step, see <see cref="DyingOutbox"/>; whoever runs after it lives.</summary>
    public async Task DieAsync(string step)
    {
        var living = Outbox;
        Outbox = new DyingOutbox(living, step);
        await Assert.ThrowsAsync<DeadException>(RunAsync);
        Outbox = living;
    }

    public Task<bool> IsDueAsync() => Job().IsDueAsync(CancellationToken.None);

    /// <summary>The ledger: customer, contact, occurrence, outcome and reason of each decision.</summary>
    public Task<string> LedgerAsync() => Host.AskAsync<string>("""
        SELECT coalesce(string_agg(concat_ws(' ', customer_id, contact_id, occurrence, outcome, reason), ', ' ORDER BY customer_id, contact_id, occurrence), '')
        FROM care_decision
        """);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        folder.Dispose();
    }

    public CareJob Job() =>
        new(Book, Outbox, [Channel, .. MoreChannels], Messages, Host.Clock);

    private async Task SubmitAsync(string id, Optional<string?> timeZone, Contact[] contacts)
    {
        var change = new ChangeProfile(
            Host.Clock.Today, null, new() { TimeZone = timeZone }, new() { Name = id, Contacts = ImmutableArray.Create(contacts) }, Register: true);
        Assert.Null((await Host.Customers.Submit(id, change, StoreHost.Origin)).Refusal);
    }
}
