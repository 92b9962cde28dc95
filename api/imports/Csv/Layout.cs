namespace Lifecycle.Api.Imports.Csv;

/// <summary>The columns that a kind of file may and must have.</summary>
internal sealed record Layout(string[] Required, string[] Optional)
{
    private static readonly Layout Customers = new(
        ["id"],
        [
            "name", "kind", "manager", "region", "industry", "customer_since", "credit_limit", "credit_days", "credit_from",
            "birthday", "birthday_calendar", "email", "phone", "language", "contact", "salutation", "position",
            "consent_email", "consent_sms", "consent_wecom", "collection_difficult", "complexity",
        ]);

    private static readonly Layout Postings = new(
        ["source", "external_id", "customer_id", "kind", "amount", "occurred_on"],
        ["due_on"]);

    private static readonly Layout Evaluations = new(
        ["customer_id", "evaluator", "points"],
        ["on", "note"]);

    /// <summary>What errors.csv adds: a corrected one may be sent again as it is.</summary>
    public static string[] Added { get; } = ["line", "error"];

    /// <summary>The layout of a kind.</summary>
    public static Layout Of(ImportKind kind) => kind switch
    {
        ImportKind.Customers => Customers,
        ImportKind.Postings => Postings,
        _ => Evaluations,
    };
}
