namespace Lifecycle.Grains;

/// <summary>A rule of an occasion as it is set.</summary>
/// <param name="Version">Rises with every change, and is no other rule's of this occasion, ever; 0: it is as the program has it.</param>
public sealed record StoredRule(CareRule Rule, long Version);

/// <summary>The cap as it is set.</summary>
/// <param name="Cap">Null: there is none.</param>
/// <param name="Version">Counts its changes; 0: it is as the program has it.</param>
public sealed record StoredCap(int? Cap, long Version);

/// <summary>What marketing sets for occasions. With every change everybody is gone through again.</summary>
public interface ICareRules
{
    /// <summary>There is no such occasion.</summary>
    static Refusal Unknown { get; } = new("occasion-not-found", "There is no such occasion.", "id");

    /// <summary>Somebody was faster.</summary>
    static Refusal Changed { get; } = new("version-mismatch", "It was changed by somebody else; get it again, and change that.");

    /// <summary>What was right when it was read is so no more.</summary>
    static Refusal TemplateChanged { get; } = new("care-rule-invalid", "The template was deleted, or turned commercial or back, just now.", "template");

    /// <summary>Every known occasion, then the company's own days.</summary>
    Task<IReadOnlyList<StoredRule>> All(CancellationToken ct);

    /// <summary>The rule of an occasion; null: there is none.</summary>
    Task<StoredRule?> Find(string occasion, CancellationToken ct);

    /// <summary>Sets a rule.</summary>
    /// <param name="seen">The version that the sender has seen; null: any.</param>
    Task<(StoredRule? Rule, bool IsNew, Refusal? Refusal)> Put(CareRule rule, long? seen, string actor, CancellationToken ct);

    /// <summary>Takes away what was set: a day of the company's own is gone.</summary>
    Task<Refusal?> Delete(string occasion, long? seen, CancellationToken ct);

    /// <summary>The cap.</summary>
    Task<StoredCap> Cap(CancellationToken ct);

    /// <summary>Sets the cap.</summary>
    Task<(StoredCap? Cap, Refusal? Refusal)> PutCap(int? cap, long? seen, string actor, CancellationToken ct);
}
