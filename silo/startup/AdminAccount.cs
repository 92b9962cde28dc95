using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lifecycle.Store.Access;
using Microsoft.AspNetCore.Identity;

namespace Lifecycle.Silo.Startup;

/// <summary>The first account: made on the first start, its secrets written to a file that only its owner can read.</summary>
internal static class AdminAccount
{
    private const string Name = "admin";
    private const string FileName = "admin.json";

    public static async Task EnsureAsync(Accounts accounts, string dataDirectory, CancellationToken ct)
    {
        var path = Path.Combine(dataDirectory, FileName);
        var draft = path + ".new";
        if (await accounts.ExistAsync(ct))
        {
            // A start that died between creating the account and naming the file.
            if (File.Exists(draft) && !File.Exists(path))
            {
                File.Move(draft, path);
            }

            return;
        }

        // The file first: an account whose password nobody ever saw would lock everybody out.
        var (password, token) = (Secret(18), Secret(32));
        await WriteAsync(draft, new(Name, password, token), ct);
        var hash = new PasswordHasher<string>().HashPassword(Name, password);
        if (await accounts.CreateAsync(Name, hash, SHA256.HashData(Encoding.UTF8.GetBytes(token)), ct))
        {
            File.Move(draft, path, overwrite: true);
        }
        else
        {
            // Another silo of this database was first; its folder has the file.
            File.Delete(draft);
        }
    }

    private static async Task WriteAsync(string path, AdminSecrets secrets, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new FileStream(path, options);
        await JsonSerializer.SerializeAsync(file, secrets, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }, ct);
        file.Flush(flushToDisk: true);
    }

    private static string Secret(int bytes) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes)).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    private sealed record AdminSecrets(string User, string Password, string Token);
}
