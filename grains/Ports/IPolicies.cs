namespace Lifecycle.Grains;

/// <summary>The published policies, as last read.</summary>
public interface IPolicies
{
    /// <summary>Every published version.</summary>
    PolicyBook Book { get; }

    /// <summary>Every version that is published by now, read again where another silo has published one.</summary>
    Task<PolicyBook> Newest(CancellationToken ct);

    /// <summary>Whether a version has come into force and not everybody has been compared with it yet.</summary>
    Task<bool> AwaitsSweep(DateOnly today, CancellationToken ct);

    /// <summary>Everybody has been compared with the versions of this book that are in force by <paramref name="today"/>.</summary>
    Task Swept(PolicyBook book, DateOnly today, CancellationToken ct);

    /// <summary>The document of a published version as it was written, or null.</summary>
    string? Json(int version);
}
