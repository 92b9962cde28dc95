using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lifecycle.Tests.Support;

/// <summary>The built program as a process of its own, on a free port.</summary>
internal sealed partial class SiloProcess : IAsyncDisposable
{
    /// <summary>For whatever a test waits for: it only keeps a broken one from hanging, on the slowest machine.</summary>
    public static readonly TimeSpan Guard = TimeSpan.FromMinutes(5);

    /// <summary>Names the program to start instead of the default silo: the same tests run against another edition.</summary>
    public const string ProgramVariable = "LIFECYCLE_SILO";

    private readonly StringBuilder output = new();
    private readonly Process process;

    private SiloProcess(Process process, string dataDirectory) => (this.process, DataDirectory) = (process, dataDirectory);

    public string DataDirectory { get; }

    public Uri Address { get; private set; } = null!;

    public string Token { get; private set; } = "";

    /// <summary>Signed in, based at the address of the silo.</summary>
    public HttpClient Client { get; private set; } = null!;

    public int ProcessId => process.Id;

    /// <summary>Everything the program has printed.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Starts a silo and waits until it listens.</summary>
    /// <param name="connectionString">Null: its own embedded PostgreSQL.</param>
    public static Task<SiloProcess> StartAsync(string dataDirectory, string? connectionString, params string[] settings) =>
        ListensAsync(Launch(dataDirectory, connectionString, settings));

    /// <summary>Starts a silo as somebody else would, and waits until it listens.</summary>
    /// <param name="dataDirectory">Where the token is.</param>
    public static Task<SiloProcess> StartAsync(ProcessStartInfo start, string dataDirectory)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        return ListensAsync(new(Process.Start(start)!, dataDirectory));
    }

    /// <summary>Runs a silo that is expected to end by itself: its exit code and what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string dataDirectory, string? connectionString, params string[] settings)
    {
        await using var silo = Launch(dataDirectory, connectionString, settings);
        silo.Watch(_ => { });
        await silo.process.WaitForExitAsync().WaitAsync(Guard);
        return (silo.process.ExitCode, silo.Output);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Waits until the process has ended by itself.</summary>
    public Task WaitForExitAsync() => process.WaitForExitAsync().WaitAsync(Guard);

    /// <summary>SIGTERM, as a service manager does it.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await WaitForExitAsync();
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private static async Task<SiloProcess> ListensAsync(SiloProcess silo)
    {
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        silo.Watch(line =>
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                listening.TrySetResult(match.Groups[1].Value);
            }
        });
        var ended = silo.process.WaitForExitAsync();
        if (await Task.WhenAny(listening.Task, ended, Task.Delay(Guard)) != listening.Task)
        {
            var printed = silo.Output;
            await silo.DisposeAsync();
            throw new InvalidOperationException("The silo did not start: " + printed);
        }

        silo.Address = new(await listening.Task);
        silo.Token = ReadToken(silo.DataDirectory);
        silo.Client = new() { BaseAddress = silo.Address, Timeout = Guard };
        silo.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", silo.Token);
        return silo;
    }

    private static SiloProcess Launch(string dataDirectory, string? connectionString, string[] settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "exec", Program(), "--urls", "http://127.0.0.1:0",
                $"--Lifecycle:DataDirectory={dataDirectory}",
            },
        };
        if (connectionString is not null)
        {
            start.ArgumentList.Add($"--ConnectionStrings:Lifecycle={connectionString}");
            start.ArgumentList.Add("--Lifecycle:AllowUnsafeDatabase=true");
        }

        foreach (var setting in settings)
        {
            start.ArgumentList.Add("--" + setting);
        }

        return new(Process.Start(start)!, dataDirectory);
    }

    private static string Program() => Environment.GetEnvironmentVariable(ProgramVariable) is { Length: > 0 } named
        ? Path.GetFullPath(named)
        : Path.Combine(AppContext.BaseDirectory, "Lifecycle.Silo.dll");

    private static string ReadToken(string dataDirectory)
    {
        using var admin = JsonDocument.Parse(File.ReadAllText(Path.Combine(dataDirectory, "admin.json")));
        return admin.RootElement.GetProperty("token").GetString()!;
    }

    private void Watch(Action<string> onLine)
    {
        void Take(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is { } line)
            {
                lock (output)
                {
                    output.AppendLine(line);
                }

                onLine(line);
            }
        }

        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    [GeneratedRegex("Now listening on: (http://[^ ]+)")]
    private static partial Regex Listening();
}
