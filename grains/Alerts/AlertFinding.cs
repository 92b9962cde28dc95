namespace Lifecycle.Grains;

/// <summary>What one rating says about one kind of alert: that it stands, and how, or that it is over, and why.</summary>
/// <param name="IsFurther">It went further than the alert knew: an acknowledged one becomes open again.</param>
/// <param name="Over">Why it is over; null: it stands.</param>
internal sealed record AlertFinding(AlertSeverity Severity, string? From, string? To, bool IsFurther, string? Over)
{
    public static AlertFinding Stands(AlertSeverity severity, string? from = null, string? to = null, bool isFurther = false) =>
        new(severity, from, to, isFurther, null);

    public static AlertFinding Ends(string why) => new(default, null, null, false, why);
}
