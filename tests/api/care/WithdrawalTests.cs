using System.Collections.Immutable;
using Lifecycle.Api.Care;
using Lifecycle.Grains;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Care;

/// <summary>Withdrawing consent while others change the same customer: neither is lost.</summary>
public sealed class WithdrawalTests : IAsyncLifetime
{
    private static readonly Recipient Recipient = new("c", 1, CareChannels.Email);

    private StoreHost host = null!;

    public async Task InitializeAsync()
    {
        host = await StoreHost.StartAsync();
        await EditAsync(new() { Name = "Acme", Contacts = ImmutableArray.Create(Known(null)) });
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task An_edit_between_reading_and_writing_is_kept()
    {
        var rivals = new Rivals(host.Customers, 3, edit => EditAsync(new() { Contacts = ImmutableArray.Create(Known($"position {edit}") with { Id = 1 }) }));
        Assert.Null(await SubmitAsync(rivals));
        var contact = Assert.Single((await PersonAsync()).Contacts);
        Assert.Equal(("position 3", false), (contact.Position, contact.Consent[CareChannels.Email]));
        Assert.Equal(4, rivals.Submitted);
    }

    [Fact]
    public async Task Who_never_gets_through_is_told_so()
    {
        var rivals = new Rivals(host.Customers, int.MaxValue, edit => EditAsync(new() { Name = $"Acme {edit}" }));
        Assert.Equal("contention", (await SubmitAsync(rivals))?.Code);
        Assert.True((await PersonAsync()).Contacts[0].Consent[CareChannels.Email]);
    }

    [Fact]
    public async Task A_contact_that_goes_meanwhile_stays_gone()
    {
        var rivals = new Rivals(host.Customers, 1, _ => EditAsync(new() { Contacts = ImmutableArray<Contact>.Empty }));
        Assert.Null(await SubmitAsync(rivals));
        Assert.Empty((await PersonAsync()).Contacts);
    }

    private static Contact Known(string? position) =>
        Contact.Empty with { Name = "Ms Wang", Position = position, Consent = Contact.Empty.Consent.Add(CareChannels.Email, true) };

    private Task<Refusal?> SubmitAsync(ICustomers customers) =>
        Withdrawal.SubmitAsync(Recipient, customers, host.Reader, host.Clock, host.Database.Readers, CancellationToken.None);

    private async Task EditAsync(PersonChange change) =>
        Assert.Null((await host.Customers.Submit("c", new ChangeProfile(host.Clock.Today, null, new(), change, Register: true), StoreHost.Origin)).Refusal);

    private async Task<Person> PersonAsync() =>
        new("", EventCodec.DecodeContacts(await host.AskAsync<string>("SELECT contacts::text FROM customer_person WHERE customer_id = 'c'")));

    /// <summary>Somebody else is faster, so many times.</summary>
    private sealed class Rivals(ICustomers customers, int times, Func<int, Task> edit) : ICustomers
    {
        public int Submitted { get; private set; }

        public async ValueTask<Verdict> Submit(string customerId, Command command, Origin origin)
        {
            if (++Submitted <= times)
            {
                await edit(Submitted);
            }

            return await customers.Submit(customerId, command, origin);
        }

        public ValueTask<Verdict> SubmitPatiently(string customerId, Command command, Origin origin, CancellationToken ct) =>
            customers.SubmitPatiently(customerId, command, origin, ct);

        public ValueTask<Verdict> Reverse(string source, string externalId, bool releaseKey, DateOnly today, Origin origin) =>
            customers.Reverse(source, externalId, releaseKey, today, origin);
    }
}
