using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Cluster.Tests.Support;

/// <summary>Some silos on loopback, processes of their own, on one new database.</summary>
internal sealed class Silos : IAsyncDisposable
{
    // A busy machine may let a silo stand still for long: only tests that kill one want it noticed soon.
    private const int Patient = 120;

    private readonly TestFolder folder = new();
    private readonly List<SiloProcess> all = [];

    private Silos(string database) => Database = database;

    public string Database { get; }

    public string Folder => folder.Path;

    public SiloProcess this[int index] => all[index];

    public static async Task<Silos> StartAsync(int count, int deadAfter = Patient, params string[] others)
    {
        string[] settings = [$"Lifecycle:Cluster:DeadAfterSeconds={deadAfter}", .. others];
        var silos = new Silos(await TestPostgres.CreateDatabaseAsync());
        silos.all.Add(await SiloProcess.StartAsync(silos.Place("0"), silos.Database, settings));
        silos.all.AddRange(await Task.WhenAll(Enumerable.Range(1, count - 1).Select(i => silos.JoinAsync($"{i}", settings))));
        return silos;
    }

    /// <summary>One more, in a folder of its own.</summary>
    public async Task AddAsync(string name, int deadAfter) => all.Add(await JoinAsync(name, [$"Lifecycle:Cluster:DeadAfterSeconds={deadAfter}"]));

    /// <summary>A new folder below.</summary>
    public string Place(string name) => Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in all)
        {
            await silo.DisposeAsync();
        }

        folder.Dispose();
    }

    // Accounts are in the database: all silos are signed in to with the token of the first.
    private Task<SiloProcess> JoinAsync(string name, string[] settings)
    {
        var path = Place(name);
        File.Copy(Path.Combine(all[0].DataDirectory, "admin.json"), Path.Combine(path, "admin.json"));
        return SiloProcess.StartAsync(path, Database, settings);
    }
}
