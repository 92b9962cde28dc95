using System.Collections.Concurrent;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Store.Access;

/// <summary>Accounts and their API tokens.</summary>
public sealed class Accounts(Database database) : IApiTokens
{
    private readonly ConcurrentDictionary<string, string> known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<string?> FindAccount(byte[] tokenHash, CancellationToken ct)
    {
        // Only hits are kept: guesses must not fill the memory.
        var key = Convert.ToBase64String(tokenHash);
        if (known.TryGetValue(key, out var account))
        {
            return account;
        }

        await using var command = database.Readers.CreateCommand("SELECT account FROM api_token WHERE hash = $1");
        command.Parameters.Add(new() { Value = tokenHash });
        if (await command.ExecuteScalarAsync(ct) is string found)
        {
            return known[key] = found;
        }

        return null;
    }

    /// <summary>Whether anybody can sign in at all.</summary>
    public async Task<bool> ExistAsync(CancellationToken ct)
    {
        await using var command = database.Readers.CreateCommand("SELECT EXISTS (SELECT FROM account)");
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Creates an account with one token. False, and nothing done, if the name is taken.</summary>
    public async Task<bool> CreateAsync(string name, string passwordHash, byte[] tokenHash, CancellationToken ct)
    {
        await using var command = database.Readers.CreateCommand("""
            WITH created AS (
                INSERT INTO account (name, password_hash, created_at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING RETURNING name)
            INSERT INTO api_token (hash, account, created_at) SELECT $3, name, now() FROM created
            """);
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = passwordHash });
        command.Parameters.Add(new() { Value = tokenHash });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
