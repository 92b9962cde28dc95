namespace Lifecycle.Grains;

/// <summary>The published policies, as last read.</summary>
public interface IPolicies
{
    /// <summary>Every published version.</summary>
    PolicyBook Book { get; }

    /// <summary>Every version that is published by now, read again where another silo has published one.</summary>
    Task<PolicyBook> Newest(CancellationToken ct);

    /// <summary>The document of a published version as it was written, or null.</summary>
    string? Json(int version);
}
