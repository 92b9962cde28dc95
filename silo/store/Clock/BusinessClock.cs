using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Clock;

/// <summary>
/// The database's clock plus one stored offset, read at start and then every minute, and carried on in between by the machine's own
/// clock. Whoever needs one instant for several things asks once: between two questions the clock may have been corrected.
/// </summary>
public sealed class BusinessClock(TimeProvider machine, TimeZoneInfo zone) : IBusinessClock
{
    // Less is what any two clocks differ by, and the way to the database.
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(2);

    // An answer that took longer tells little, and is asked for again.
    private static readonly TimeSpan Vague = TimeSpan.FromSeconds(0.5);
    private const int MostQuestions = 10;

    private long offsetTicks;

    /// <inheritdoc/>
    public DateTimeOffset Now => machine.GetUtcNow().AddTicks(Interlocked.Read(ref offsetTicks));

    /// <inheritdoc/>
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, zone).DateTime);

    /// <inheritdoc/>
    public TimeZoneInfo Zone => zone;

    /// <summary>Reads the database's clock and the stored offset.</summary>
    /// <param name="startAt">Where the business clock starts if it was never set; later starts keep what is stored.</param>
    public async Task StartAsync(Database database, DateTimeOffset? startAt, CancellationToken ct)
    {
        if (startAt is { } start)
        {
            await using var set = database.Readers.CreateCommand("""
                INSERT INTO business_clock (offset_microseconds)
                SELECT (extract(epoch FROM $1 - clock_timestamp()) * 1000000)::bigint
                ON CONFLICT DO NOTHING
                """);
            set.Parameters.Add(new() { Value = start.ToUniversalTime() });
            await set.ExecuteNonQueryAsync(ct);
        }

        Interlocked.Exchange(ref offsetTicks, (await ReadAsync(database, ct)).Least.Ticks);
    }

    /// <summary>Reads both again: the machine's clock may have been set meanwhile, or somebody else have stored the first offset.</summary>
    /// <returns>How far the clock has moved, ahead if positive; null: it was right to within two seconds, and stays as it is.</returns>
    public async Task<TimeSpan?> CorrectAsync(Database database, CancellationToken ct)
    {
        var (least, most) = await ReadAsync(database, ct);
        var held = new TimeSpan(Interlocked.Read(ref offsetTicks));
        if (held > least - Tolerated && held < most + Tolerated)
        {
            return null;
        }

        Interlocked.Exchange(ref offsetTicks, least.Ticks);
        return least - held;
    }

    /// <summary>By how much the business clock is ahead of the machine's: somewhere between both, since an answer takes its time.</summary>
    private async Task<(TimeSpan Least, TimeSpan Most)> ReadAsync(Database database, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        var (least, most) = await AskAsync(connection, ct);
        for (var again = 0; again < MostQuestions && most - least > Vague; again++)
        {
            var (atLeast, atMost) = await AskAsync(connection, ct);
            (least, most) = atMost - atLeast < most - least ? (atLeast, atMost) : (least, most);
        }

        return (least, most);
    }

    private async Task<(TimeSpan Least, TimeSpan Most)> AskAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var asked = machine.GetTimestamp();
        await using var read = connection.Command("SELECT clock_timestamp(), coalesce((SELECT offset_microseconds FROM business_clock), 0)");
        await using var reader = await read.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var least = reader.GetFieldValue<DateTimeOffset>(0).AddMicroseconds(reader.GetInt64(1)) - machine.GetUtcNow();
        return (least, least + machine.GetElapsedTime(asked));
    }
}
