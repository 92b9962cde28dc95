namespace Lifecycle.Api.Imports;

/// <summary>What the rows of a file are.</summary>
public enum ImportKind
{
    /// <summary>Profiles, with the first contact.</summary>
    Customers,

    /// <summary>Ledger facts.</summary>
    Postings,

    /// <summary>Judgements.</summary>
    Evaluations,
}

/// <summary>What is done with the rows.</summary>
public enum ImportMode
{
    /// <summary>A rehearsal that changes nothing.</summary>
    Check,

    /// <summary>For real.</summary>
    Commit,
}

/// <summary>The words of the interface for kinds and modes.</summary>
public static class ImportWords
{
    /// <summary>The kind's word, e.g. <c>postings</c>.</summary>
    public static string Word(this ImportKind kind) => kind switch
    {
        ImportKind.Customers => "customers",
        ImportKind.Postings => "postings",
        _ => "evaluations",
    };

    /// <summary>The mode's word.</summary>
    public static string Word(this ImportMode mode) => mode == ImportMode.Check ? "check" : "commit";

    /// <summary>Reads a kind.</summary>
    public static ImportKind? Kind(string? word) => word switch
    {
        "customers" => ImportKind.Customers,
        "postings" => ImportKind.Postings,
        "evaluations" => ImportKind.Evaluations,
        _ => null,
    };

    /// <summary>Reads a mode.</summary>
    public static ImportMode Mode(string word) => word == "check" ? ImportMode.Check : ImportMode.Commit;
}
