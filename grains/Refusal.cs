namespace Lifecycle.Grains;

/// <summary>Why something was not done: a value with a stable code, never an exception.</summary>
/// <param name="Code">Stable, kebab-case; part of the published interface.</param>
/// <param name="Message">One sentence for the person who sent the input.</param>
/// <param name="Field">The input field at fault, camelCased as in the interface, or null.</param>
public sealed record Refusal(string Code, string Message, string? Field = null);
