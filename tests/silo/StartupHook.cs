using Lifecycle.Silo.Postgres;

/// <summary>
/// .NET calls this before the program named on the command line when DOTNET_STARTUP_HOOKS names this assembly. So a test
/// gets a process of its own that hosts PostgreSQL, does nothing else, and can be killed.
/// </summary>
internal static class StartupHook
{
    /// <summary>The data folder of the host process.</summary>
    public const string FolderVariable = "LIFECYCLE_TEST_HOST_FOLDER";

    public static void Initialize()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable)!;
        var postgres = EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions(folder) { FastAndUnsafe = true }, CancellationToken.None).GetAwaiter().GetResult();
        Console.WriteLine(postgres.ProcessId);
        Console.WriteLine(postgres.ConnectionString);
        Console.WriteLine(postgres.DataDirectory);
        Thread.Sleep(Timeout.Infinite);
    }
}
