using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Lifecycle.Benchmarks.Imports;

/// <summary>The built program as a process of its own, on a free port, over a database of the benchmark.</summary>
internal sealed class SiloProgram : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;

    private SiloProgram(Process process, string folder, HttpClient client) => (this.process, this.folder, Client) = (process, folder, client);

    /// <summary>Signed in, based at the address of the silo.</summary>
    public HttpClient Client { get; }

    public static async Task<SiloProgram> StartAsync(string connectionString, string folder, DateTimeOffset startAt)
    {
        Directory.CreateDirectory(folder);
        var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "exec", Path.Combine(AppContext.BaseDirectory, "Lifecycle.Silo.dll"), "--urls", "http://127.0.0.1:0",
                $"--Lifecycle:DataDirectory={folder}", $"--ConnectionStrings:Lifecycle={connectionString}", $"--Lifecycle:Clock:StartAt={startAt:O}",
            },
        })!;
        const string Listening = "Now listening on: ";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                using var admin = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "admin.json")));
                var client = new HttpClient { BaseAddress = new(line[(at + Listening.Length)..].Trim()), Timeout = Timeout.InfiniteTimeSpan };
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", admin.RootElement.GetProperty("token").GetString());
                return new(process, folder, client);
            }
        }

        throw new InvalidOperationException("The silo did not start.");
    }

    /// <summary>The most memory the process has had so far, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
