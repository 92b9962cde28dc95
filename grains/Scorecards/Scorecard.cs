using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>评分卡: what is asked about a prospect or a customer, and what the answers amount to (specification, section 7).</summary>
/// <param name="Parts">What is added up, each by itself.</param>
/// <param name="Bands">In order: the first whose bounds are all reached wins. None: the values alone are the result.</param>
/// <param name="Evaluation">The part whose value can be recorded as an evaluation of the customer, or null.</param>
public sealed record Scorecard(string Name, ImmutableArray<CardPart> Parts, ImmutableArray<CardBand> Bands, CardPart? Evaluation)
{
    /// <summary>The refusal for a card, or a version of it, that there is not.</summary>
    public static Refusal Unknown { get; } = new("scorecard-not-found", "There is no such scorecard, or not in this version.", "name");

    /// <summary>The refusal for changing what is published.</summary>
    public static Refusal Published { get; } = new("scorecard-published", "This version is published; it never changes again.", "version");

    /// <summary>The refusal for a draft that is not the next version.</summary>
    public static Refusal NotNext { get; } = new("scorecard-not-next", "A draft is the version after the last published one.", "version");

    /// <summary>The refusal for a change of another revision than the sender has seen.</summary>
    public static Refusal Changed { get; } = new("version-mismatch", "The scorecard has changed since it was read.");

    /// <summary>The refusal for publishing a document at fault; the faults say more.</summary>
    public static Refusal Invalid { get; } = new("scorecard-invalid", "The document is at fault; every fault is named by its place.");

    /// <summary>Refuses the name of a card, under which it is found: letters, digits and hyphens.</summary>
    public static Refusal? CheckName(string name) =>
        name.Length <= Text.IdLength && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            && name != SchemaName
            ? null
            : new("scorecard-name-invalid", $"A name begins with a letter, holds letters, digits and hyphens, and is not {SchemaName}.", "name");

    // GET /scorecards/schema is the JSON Schema.
    private const string SchemaName = "schema";

    /// <summary>Every question of every part, in order.</summary>
    public IEnumerable<CardQuestion> Questions => Parts.SelectMany(part => part.Questions);
}

/// <summary>Questions whose points are added up, or averaged.</summary>
/// <param name="IsMean">Whether its value is the mean of the points instead of their sum.</param>
public sealed record CardPart(string Name, bool IsMean, ImmutableArray<CardQuestion> Questions)
{
    /// <summary>What the sum of the points is divided by.</summary>
    public int Divisor => IsMean ? Questions.Length : 1;

    /// <summary>The least value that a complete card can have.</summary>
    public decimal Least => Questions.Sum(question => question.Least) / 100m / Divisor;

    /// <summary>The greatest value that a complete card can have.</summary>
    public decimal Most => Questions.Sum(question => question.Most) / 100m / Divisor;
}

/// <summary>A question. It is answered by one of its choices, or by a number on its scale.</summary>
/// <param name="Text">As people read it.</param>
/// <param name="Scale">Null: the choices count.</param>
public sealed record CardQuestion(string Name, string Text, ImmutableArray<CardChoice> Choices, CardScale? Scale)
{
    /// <summary>The fewest points that an answer is worth, in hundredths.</summary>
    public int Least => Scale?.From ?? Choices.Min(choice => choice.Points);

    /// <summary>The most points that an answer is worth, in hundredths.</summary>
    public int Most => Scale?.To ?? Choices.Max(choice => choice.Points);
}

/// <summary>An answer that can be chosen.</summary>
/// <param name="Points">In hundredths.</param>
public sealed record CardChoice(string Name, string Text, int Points);

/// <summary>Any number from one to another, with at most 2 decimals, is an answer and its own points; in hundredths.</summary>
public sealed record CardScale(int From, int To);

/// <summary>What values amount to: a band of points, a grade.</summary>
/// <param name="Text">As people read it, or null.</param>
/// <param name="AtLeast">All of them must be reached; none: always.</param>
public sealed record CardBand(string Name, string? Text, ImmutableArray<CardBound> AtLeast);

/// <summary>The value that a part must have at least.</summary>
public sealed record CardBound(string Part, decimal Points);
