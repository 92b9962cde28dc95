using Lifecycle.Grains;
using Lifecycle.Silo.Demo;
using Lifecycle.Silo.Demo.Loading;
using Lifecycle.Tests.Grains;

namespace Lifecycle.Tests.Silo.Demo;

/// <summary>The sample portfolio waits for what passes by itself, and gives up on what does not.</summary>
public sealed class DemoSubmissionTests
{
    private static readonly DateOnly Today = Make.Day("2026-06-15");
    private static readonly DemoCustomer Customer = DemoPortfolio.Generate(Today).First(c => c.Postings.Length > 10);

    [Fact]
    public async Task A_registration_that_failed_for_now_is_sent_again_with_everything_after_it()
    {
        var customers = new Scripted { First = new(VerdictStatus.Unavailable, new("database-unavailable", "Not now."), null) };
        await SubmitAsync(customers);
        Assert.Equal(2 * Customer.Commands(Today).Count, customers.Taken);
        Assert.True(customers.IsRegistered);
    }

    [Theory]
    [InlineData(VerdictStatus.Refused, "posting-conflict")]
    [InlineData(VerdictStatus.Refused, "customer-quarantined")]
    public async Task What_will_not_pass_ends_it_by_name(VerdictStatus status, string code)
    {
        var customers = new Scripted { First = new(status, new(code, "No."), null), IsRegistered = true };
        var refused = await Assert.ThrowsAsync<DemoRefusedException>(() => SubmitAsync(customers));
        Assert.Equal($"{Customer.Id}: {code}", refused.Message);
    }

    private static Task SubmitAsync(ICustomers customers) =>
        new DemoSubmission(customers, TimeProvider.System).SubmitAsync(Customer.Id, Customer.Commands(Today), CancellationToken.None);

    /// <summary>Answers the first command as it is told, and refuses whatever comes for an unknown customer.</summary>
    private sealed class Scripted : ICustomers
    {
        public required Verdict First { get; init; }

        public int Taken { get; private set; }

        public bool IsRegistered { get; set; }

        public ValueTask<Verdict> SubmitPatiently(string customerId, Command command, Origin origin, CancellationToken ct)
        {
            if (Taken++ == 0)
            {
                return new(First);
            }

            IsRegistered |= command is ChangeProfile { Register: true };
            return new(IsRegistered ? new(VerdictStatus.Accepted, null, null) : new Verdict(VerdictStatus.Refused, Lifecycle.Grains.Customer.Unknown, null));
        }

        public ValueTask<Verdict> Submit(string customerId, Command command, Origin origin) => throw new NotSupportedException();

        public ValueTask<Verdict> Reverse(string source, string externalId, bool releaseKey, DateOnly today, Origin origin) => throw new NotSupportedException();
    }
}
