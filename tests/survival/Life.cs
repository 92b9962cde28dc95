using System.Globalization;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Survival;

/// <summary>A data folder with its own PostgreSQL, and the silos that live on it, one after the other.</summary>
internal sealed record Life(string Folder) : IAsyncDisposable
{
    private readonly List<SiloProcess> silos = [];

    /// <summary>To the one that lives now.</summary>
    public Gate Gate { get; } = new();

    /// <summary>The process id of PostgreSQL.</summary>
    public int Server => int.Parse(File.ReadLines(Path.Combine(Cluster, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private string Cluster => Path.Combine(Folder, "postgres", "cluster");

    public async Task<SiloProcess> StartAsync()
    {
        silos.Add(await SiloProcess.StartAsync(Folder, connectionString: null));
        Gate.Open(silos[^1]);
        return silos[^1];
    }

    /// <summary>Until the end of PostgreSQL, before which the folder cannot be removed; nobody needs it to end gracefully.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var silo in silos)
        {
            await silo.DisposeAsync();
        }

        foreach (var process in Machine.WorkingIn(Cluster))
        {
            Kill(process);
        }

        await Machine.UntilAsync(() => Machine.WorkingIn(Cluster).Count == 0, "the end of PostgreSQL");
    }

    private static void Kill(int process)
    {
        try
        {
            Machine.Kill(process);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
