using Lifecycle.Silo.Postgres;
using Lifecycle.Store;
using Npgsql;

namespace Lifecycle.Silo.Startup;

/// <summary>The program from its first line to its last: settings, database, host, and everything down again.</summary>
internal static class SiloProgram
{
    public static async Task<int> RunAsync(string[] args, IEdition edition)
    {
        EmbeddedPostgres? embedded = null;
        try
        {
            // Configuration files lie beside the program, whatever folder it is started in.
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
            var settings = SiloSettings.Read(builder.Configuration);

            // The embedded PostgreSQL holds the folder by itself; with another database the silo does.
            using var held = settings.ConnectionString is null ? null : FolderLock.Take(settings.DataDirectory);
            embedded = settings.ConnectionString is null
                ? await EmbeddedPostgres.StartAsync(new(settings.DataDirectory) { Progress = Say }, CancellationToken.None)
                : null;

            await using var database = new Database(settings.ConnectionString ?? embedded!.ConnectionString);
            await PostgresGuard.CheckAsync(database.Readers, settings.AllowUnsafeDatabase, CancellationToken.None);
            await Migrations.ApplyAsync(database.ConnectionString, CancellationToken.None, Say);
            await edition.MigrateAsync(database.ConnectionString, Say, CancellationToken.None);

            await using var app = await SiloHost.BuildAsync(builder, edition, settings, database);
            await app.RunAsync();
            return 0;
        }
        catch (NpgsqlException e) when (e is not PostgresException)
        {
            Console.Error.WriteLine($"Lifecycle cannot start: the database went away meanwhile: {e.Message}");
            return 1;
        }
        catch (Exception e) when (e is StartupException or SchemaException or Microsoft.AspNetCore.Connections.AddressInUseException or IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException })
        {
            Console.Error.WriteLine($"Lifecycle cannot start: {e.Message}");
            return 1;
        }
        catch (Exception e) when (edition.Explain(e) is { } reason)
        {
            Console.Error.WriteLine($"Lifecycle cannot start: {reason}");
            return 1;
        }
        finally
        {
            // Last of all: whatever still wanted to write has written.
            if (embedded is not null)
            {
                await embedded.DisposeAsync();
            }
        }
    }

    private static void Say(string line) => Console.Error.WriteLine(line);
}
