using System.Collections.Immutable;
using System.Text.Json;

namespace Lifecycle.Grains;

/// <summary>A card that somebody filled in.</summary>
/// <param name="Version">The version that the evaluator saw; null: the current one.</param>
/// <param name="Answers">By question; unchecked.</param>
public sealed record FilledCard(string Card, CardSubject Subject, string Evaluator, DateOnly On, int? Version, JsonElement Answers);

/// <summary>How recording ended.</summary>
/// <param name="Sheet">As it was recorded; null when it was refused.</param>
/// <param name="Result">What the card says about the subject by now.</param>
/// <param name="IsDuplicate">Whether it had been said before: nothing changed.</param>
public sealed record Recorded(CardSubject? Subject, CardSheet? Sheet, CardResult? Result, bool IsDuplicate, Refusal? Refusal, ImmutableArray<DocumentFault> Faults)
{
    /// <summary>The refusal for answers that the card does not know; the faults say more.</summary>
    public static Refusal Invalid { get; } = new("answers-invalid", "The answers are at fault; every fault is named by its place.");

    /// <summary>The refusal for answers to another version than the current one.</summary>
    public static Refusal Superseded { get; } = new("scorecard-superseded", "Another version of this card is answered by now.", "version");
}

/// <summary>Filled-in cards, append only, and what they amount to. A prospect that became a customer is that customer.</summary>
public interface IJudgements
{
    /// <summary>Records answers, and adds up the subject's result in the same transaction.</summary>
    Task<Recorded> Record(FilledCard card, string actor, IdempotencyKey? key, CancellationToken ct);

    /// <summary>Who a subject is by now; null: nobody known.</summary>
    Task<CardSubject?> Known(CardSubject subject, CancellationToken ct);

    /// <summary>The next results of a subject after the card of this name.</summary>
    /// <param name="subject">As <see cref="Known"/> says.</param>
    Task<IReadOnlyList<CardResult>> Results(CardSubject subject, string after, int limit, CancellationToken ct);

    /// <summary>The result of one card, or null.</summary>
    Task<CardResult?> Result(CardSubject subject, string card, CancellationToken ct);

    /// <summary>Every sheet of a card before this number, newest first.</summary>
    Task<IReadOnlyList<CardSheet>> Sheets(CardSubject subject, string card, long before, int limit, CancellationToken ct);
}
