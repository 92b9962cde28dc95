using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>
/// Has everybody decided about again with the next run, since what messages are made by has changed. Whoever is going through them at that
/// moment does it by what was before, and does not take them for done.
/// </summary>
internal static class GoThroughAgain
{
    private const string Passes = "DELETE FROM care_pass WHERE name = ANY($1)";

    // Birthdays are looked at with every run: with this the next one is due at once. It always changes something.
    private const string Birthdays = "UPDATE care_plan SET planned_through = least(planned_through, $1) - 1 WHERE occasion = 'birthday'";

    /// <summary>For whatever is no campaign and no birthday.</summary>
    public static Task DailyAsync(NpgsqlConnection connection, CancellationToken ct) => PassesAsync(connection, [CarePass.Daily], ct);

    /// <summary>For birthdays.</summary>
    public static Task BirthdaysAsync(NpgsqlConnection connection, DateOnly today, CancellationToken ct) =>
        connection.Command(Birthdays, today).ExecuteNonQueryAsync(ct);

    /// <summary>For some rules.</summary>
    public static async Task ForAsync(NpgsqlConnection connection, IReadOnlyCollection<CareRule> rules, DateOnly today, CancellationToken ct)
    {
        var passes = rules.Where(rule => rule.Occasion != Occasions.Birthday).Select(rule => rule.Campaign is { } campaign ? CarePass.Of(campaign) : CarePass.Daily);
        await PassesAsync(connection, passes.Distinct(), ct);
        if (rules.Any(rule => rule.Occasion == Occasions.Birthday))
        {
            await BirthdaysAsync(connection, today, ct);
        }
    }

    private static Task PassesAsync(NpgsqlConnection connection, IEnumerable<string> names, CancellationToken ct) =>
        connection.Command(Passes, (object)names.ToArray()).ExecuteNonQueryAsync(ct);
}
