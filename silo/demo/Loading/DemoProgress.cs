using System.Globalization;

namespace Lifecycle.Silo.Demo.Loading;

/// <summary>How far the load has come, told on the console every second.</summary>
internal sealed partial class DemoProgress(TimeProvider time, ILogger log)
{
    private static readonly NumberFormatInfo Grouped = new() { NumberGroupSeparator = " ", NumberDecimalDigits = 0 };

    private readonly long begun = time.GetTimestamp();
    private long customers;
    private long postings;

    public void Add(DemoCustomer loaded)
    {
        Interlocked.Increment(ref customers);
        Interlocked.Add(ref postings, loaded.Postings.Length);
    }

    /// <summary>Until cancelled.</summary>
    public async Task ReportAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            Loaded(log, Show(Interlocked.Read(ref customers)), Show(DemoPortfolio.Customers), Show(Interlocked.Read(ref postings)));
            await Task.Delay(TimeSpan.FromSeconds(1), time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Finish() => Complete(log, Show(customers), Show(postings), Show((long)time.GetElapsedTime(begun).TotalSeconds));

    private static string Show(long number) => number.ToString("N", Grouped);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sample portfolio: {Customers} of {All} customers, {Postings} postings")]
    private static partial void Loaded(ILogger log, string customers, string all, string postings);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sample portfolio: complete, {Customers} customers, {Postings} postings, {Seconds} s")]
    private static partial void Complete(ILogger log, string customers, string postings, string seconds);
}
