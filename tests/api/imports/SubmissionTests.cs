using System.Collections.Concurrent;
using Lifecycle.Api.Imports;
using Lifecycle.Api.Imports.Running;
using Lifecycle.Grains;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lifecycle.Tests.Api.Imports;

public sealed class SubmissionTests
{
    [Fact]
    public async Task Rows_of_one_customer_keep_their_order_and_an_unavailable_one_is_sent_again()
    {
        var rows = Csv.Rows(ImportKind.Customers, "id,name\nc1,First\nc2,Other\nc1,Second\nc1,Third\n");
        var customers = new Flaky("Second");
        var (verdicts, resent) = await SubmitAsync(customers, rows);
        Assert.True(resent);
        Assert.All(verdicts, verdict => Assert.Equal(VerdictStatus.Accepted, verdict.Status));
        Assert.Equal(["First", "Second", "Third"], customers.Taken.Where(name => name != "Other"));
    }

    [Fact]
    public async Task A_customer_that_cannot_be_read_is_not_waited_for()
    {
        var rows = Csv.Rows(ImportKind.Customers, "id,name\nc1,Broken\n");
        var (verdicts, resent) = await SubmitAsync(new Flaky("Broken") { Answer = new(VerdictStatus.Refused, Customer.Quarantined, null) }, rows);
        Assert.False(resent);
        Assert.Equal("customer-quarantined", Assert.Single(verdicts).Refusal?.Code);
    }

    private static Task<(Verdict[] Verdicts, bool Resent)> SubmitAsync(ICustomers customers, List<Lifecycle.Api.Imports.Csv.ImportRow> rows) =>
        new Submission(customers, new Patience(TimeProvider.System, NullLogger<Patience>.Instance)).SubmitAsync(rows.ConvertAll(row => row.Content!), new("tester"), default);

    /// <summary>Cannot answer the first time a name comes.</summary>
    private sealed class Flaky(string name) : ICustomers
    {
        private int failures;

        public Verdict Answer { get; init; } = new(VerdictStatus.Unavailable, new("database-unavailable", "It is gone."), null);

        public ConcurrentQueue<string> Taken { get; } = [];

        public async ValueTask<Verdict> SubmitPatiently(string customerId, Command command, Origin origin, CancellationToken ct)
        {
            await Task.Yield();
            var said = ((ChangeProfile)command).Person.Name.Value;
            if (said == name && Interlocked.Increment(ref failures) == 1)
            {
                return Answer;
            }

            Taken.Enqueue(said);
            return new(VerdictStatus.Accepted, null, null);
        }

        public ValueTask<Verdict> Submit(string customerId, Command command, Origin origin) => throw new NotSupportedException();

        public ValueTask<Verdict> Reverse(string source, string externalId, bool releaseKey, DateOnly today, Origin origin) => throw new NotSupportedException();
    }
}
