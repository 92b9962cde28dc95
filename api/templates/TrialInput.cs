using Lifecycle.Grains;

namespace Lifecycle.Api.Templates;

/// <summary>For whom a template is tried out.</summary>
public sealed record PreviewInput
{
    /// <summary>Any customer.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The number of one of its contacts; absent: the first.</summary>
    public int? Contact { get; init; }

    /// <summary>The language of the message; absent: the contact's.</summary>
    public string? Language { get; init; }

    /// <summary>What the occasion is called; absent: an example.</summary>
    public string? Occasion { get; init; }

    /// <summary>A draft in place of the template in force.</summary>
    public TemplatePartsInput? Parts { get; init; }

    /// <summary>What the draft is written in: <c>handlebars</c>, or <c>scriban</c> in the cluster edition.</summary>
    public string TemplateLanguage { get; init; } = "handlebars";

    /// <summary>Whether the draft is commercial; absent: as the template in force.</summary>
    public bool? Commercial { get; init; }
}

/// <summary>To whom a test is sent, and on whose behalf.</summary>
public sealed record TestInput
{
    /// <summary>Any customer: its values are filled in.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The number of one of its contacts; absent: the first.</summary>
    public int? Contact { get; init; }

    /// <summary>The language of the message; absent: the contact's.</summary>
    public string? Language { get; init; }

    /// <summary>What the occasion is called; absent: an example.</summary>
    public string? Occasion { get; init; }

    /// <summary>Where the message goes: an e-mail address, not the contact's unless it is written here.</summary>
    public required string Address { get; init; }
}

/// <summary>A message as it would be sent.</summary>
/// <param name="Language">The one that was found.</param>
public sealed record PreviewAnswer(string Language, string Subject, string Text, string Html, bool Commercial);

/// <summary>What became of a test.</summary>
/// <param name="Status"><c>sent</c>; <c>in_doubt</c>: it may have been; or <c>duplicate</c>: it was asked for before with this Idempotency-Key, and is not sent again.</param>
public sealed record TestAnswer(string Status);
