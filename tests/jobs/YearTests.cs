using System.Globalization;
using Lifecycle.Grains;
using Lifecycle.Store.Jobs;
using Lifecycle.Tests.Store;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Jobs;

/// <summary>
/// A real year, day by day: postings arrive on their day, reviews run on every business day, and the end is what one
/// import on the last day gives.
/// </summary>
public sealed class YearTests
{
    private static readonly DateOnly First = new(2010, 12, 9);
    private static readonly DateOnly Last = new(2011, 12, 9);

    [SharedDataFact]
    public async Task A_year_of_business_days_ends_where_one_import_does()
    {
        var folder = Path.Combine(SharedData.Folder!, "online-retail");
        await using var host = await StoreHost.StartAsync();
        host.Clock.Today = First;
        var postings = File.ReadLines(Path.Combine(folder, "postings.csv")).Skip(1).Select(Read).ToLookup(p => p.OccurredOn > First ? p.OccurredOn : First);
        await Task.WhenAll(File.ReadLines(Path.Combine(folder, "customers.csv")).Skip(1).Select(line => RegisterAsync(host, line.Split(','))));

        for (var day = First; day <= Last; day = day.AddDays(1))
        {
            host.Clock.Today = day;
            await TimeTests.ReRate(host).RunAsync(new(null, new Progress<Lifecycle.Jobs.JobProgress>()), CancellationToken.None);
            var verdicts = await Task.WhenAll(postings[day].Select(p => host.Customers
                .SubmitPatiently(p.CustomerId, new AcceptPosting(day, p), StoreHost.Origin, CancellationToken.None).AsTask()));
            Assert.All(verdicts, v => Assert.Equal(VerdictStatus.Accepted, v.Status));
        }

        var everybody = new Reviews(host.Database).All(CancellationToken.None).SelectMany(chunk => chunk);
        await foreach (var customer in everybody.Select(packed => packed.Unpack()))
        {
            var asImported = Customer.Rate(customer with { Standing = null }, Last, host.Policies.Book).State.Standing!;
            Assert.Equal(asImported with { RatedOn = customer.Standing!.RatedOn }, customer.Standing);
        }

        Assert.Equal(
            "deteriorating.sales 727, dormant.inactive 1675, mature.abnormal 21, mature.minor 1887, mature.normal 71, new.effective 9, new.ineffective 1549",
            await host.AskAsync<string>("SELECT string_agg(class || ' ' || n, ', ' ORDER BY class) FROM (SELECT class, count(*) n FROM customer GROUP BY class) c"));
        await Verification.VerifyAsync(host);
    }

    private static Task<Verdict> RegisterAsync(StoreHost host, string[] cells) => host.Customers.SubmitPatiently(
        cells[0],
        new ChangeProfile(host.Clock.Today, null, new() { CreditDays = 0, Manager = cells[3], Region = cells[4] }, new() { Name = cells[1] }, Register: true),
        StoreHost.Origin,
        CancellationToken.None).AsTask();

    private static Posting Read(string line)
    {
        var cells = line.Split(',');
        Assert.True(PostingKinds.TryParse(cells[3], out var kind));
        return new(
            cells[0], cells[1], cells[2], kind, (long)(decimal.Parse(cells[4], CultureInfo.InvariantCulture) * 100),
            DateOnly.Parse(cells[5], CultureInfo.InvariantCulture), cells[6].Length == 0 ? null : DateOnly.Parse(cells[6], CultureInfo.InvariantCulture));
    }
}
