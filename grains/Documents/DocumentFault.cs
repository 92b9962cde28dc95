namespace Lifecycle.Grains;

/// <summary>What is wrong with a document of rules, be it a policy or a scorecard, and where: a JSON pointer.</summary>
public sealed record DocumentFault(string Pointer, string Message);
