using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Care;

/// <summary>Who a message was for, and on which channel: what its link stands for.</summary>
internal sealed record Recipient(string CustomerId, int ContactId, string Channel)
{
    // A to-do of the account manager is no message, and nobody can refuse it.
    private const string ByMessage = $"SELECT customer_id, contact_id, channel FROM care_decision WHERE message_key = $1 AND channel <> '{CareChannels.Task}'";

    /// <summary>The recipient whose link ends in this; null: the link is none of ours, or its decision is not there any more.</summary>
    public static async Task<Recipient?> FindAsync(string token, IUnsubscribeLinks links, NpgsqlDataSource database, CancellationToken ct)
    {
        if (links.Read(token) is not { } messageKey)
        {
            return null;
        }

        await using var command = database.CreateCommand(ByMessage);
        command.Parameters.Add(new() { Value = messageKey });
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new(row.GetString(0), row.GetInt32(1), row.GetString(2)) : null;
    }
}
