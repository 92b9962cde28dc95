using System.Collections.Immutable;
using Lifecycle.Grains;

namespace Lifecycle.Templates;

/// <summary>A part that was read.</summary>
/// <param name="Fill">Fills it in with <see cref="EngineValues"/>; may be called by several threads at once, and throws a <see cref="TemplateException"/> when that cannot be done, as always when there are faults.</param>
/// <param name="NamesUnsubscribe">Whether it names where to unsubscribe at all.</param>
/// <param name="ShowsUnsubscribe">Whether it shows that to everybody, whatever the conditions say.</param>
public sealed record ReadPart(
    ImmutableArray<TemplateFault> Faults, Func<IReadOnlyDictionary<string, object>, string> Fill, bool NamesUnsubscribe, bool ShowsUnsubscribe);
