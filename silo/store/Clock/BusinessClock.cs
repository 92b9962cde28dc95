using Lifecycle.Grains;

namespace Lifecycle.Store.Clock;

/// <summary>The database's clock plus one stored offset, read once at start and carried on by the machine's own clock.</summary>
public sealed class BusinessClock(TimeProvider machine, TimeZoneInfo zone) : IBusinessClock
{
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

        await using var read = database.Readers.CreateCommand("""
            SELECT clock_timestamp(), coalesce((SELECT offset_microseconds FROM business_clock), 0)
            """);
        await using var reader = await read.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var now = reader.GetFieldValue<DateTimeOffset>(0).AddMicroseconds(reader.GetInt64(1));
        Interlocked.Exchange(ref offsetTicks, (now - machine.GetUtcNow()).Ticks);
    }
}
