using System.Diagnostics;

namespace Lifecycle.Silo.Postgres;

/// <summary>What a finished command left: its exit code and what it printed.</summary>
internal sealed record Command(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>What went wrong, in the one line that a message has room for: npm and initdb say more afterwards, to no purpose.</summary>
    public string Complaint
    {
        get
        {
            var lines = (Output + "\n" + Error).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return lines.FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal) || line.Contains("FATAL", StringComparison.Ordinal))
                ?? lines.LastOrDefault() ?? $"exit code {ExitCode}";
        }
    }

    /// <summary>Runs to the end; a cancelled command is ended with its children. Null: there is no such program.</summary>
    public static async Task<Command?> RunAsync(ProcessStartInfo start, CancellationToken ct, string input = "")
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var error = process.StandardError.ReadToEndAsync(ct);
            await FeedAsync(process, input);
            await process.WaitForExitAsync(ct);
            return new Command(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task FeedAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code tells more than this.
        }
    }
}
