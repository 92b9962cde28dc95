using System.Diagnostics;
using System.Globalization;
using Lifecycle.Jobs;
using Lifecycle.Jobs.Care;
using Lifecycle.Tests.Support;
using Npgsql;

namespace Lifecycle.Tests.Survival;

/// <summary>
/// A sender as a process of its own, to be killed: the care job over and over, at noon of the festival. Silos take turns at a job;
/// senders that are at it all at once, as when one of them is believed dead and is not, take more of the ledger.
/// </summary>
internal sealed class CareSender : IDisposable
{
    private readonly Process process;

    private CareSender(Process process) => this.process = process;

    public bool IsAlive => !process.HasExited;

    public static CareSender Start(string connectionString, int port) => new(Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { "exec", typeof(CareSender).Assembly.Location, nameof(CareSender), connectionString, port.ToString(CultureInfo.InvariantCulture) },
        RedirectStandardInput = true, // which ends with the test
    })!);

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (IsAlive)
        {
            Kill();
        }

        process.Dispose();
    }

    /// <summary>The program of this assembly: a sender when it is asked for one, otherwise the test runner loads it and nobody runs it.</summary>
    public static async Task Main(string[] args)
    {
        if (args is [nameof(CareSender), var connectionString, var port])
        {
            await Task.WhenAny(SendAsync(connectionString, int.Parse(port, CultureInfo.InvariantCulture)), Console.In.ReadToEndAsync()).Unwrap();
        }
    }

    private static async Task SendAsync(string connectionString, int port)
    {
        CareStore? store = null;
        using var channel = CareStore.Channel(port);
        for (CareJob? job = null; ; await Task.Delay(50))
        {
            try
            {
                store ??= await CareStore.OpenAsync(connectionString, CareStore.FestivalDay, hour: 12);
                job ??= store.Job(channel);
                await CareStore.RunAsync(job, new Progress<JobProgress>());
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                // The database is away; as in a silo, the next run is made by the same job.
            }
        }
    }
}
