using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Lifecycle.Grains;

/// <summary>A condition or a group of them, and how it came out.</summary>
[JsonDerivedType(typeof(ShownCondition))]
[JsonDerivedType(typeof(ShownAnyOf))]
[JsonDerivedType(typeof(ShownAllOf))]
public abstract record ShownTerm
{
    /// <summary>Whether it holds.</summary>
    public abstract bool Holds { get; init; }
}

/// <summary>A condition, the value it met, and how it came out.</summary>
public sealed record ShownCondition(Measure Measure, string Operator, object Threshold, object? Value, bool Holds) : ShownTerm
{
    /// <summary>The value as it was compared, unrounded.</summary>
    [JsonIgnore]
    public Quantity Exact { get; init; }
}

/// <summary>A group of which one must hold.</summary>
public sealed record ShownAnyOf(ImmutableArray<ShownTerm> Any, bool Holds) : ShownTerm;

/// <summary>A group of which all must hold.</summary>
public sealed record ShownAllOf(ImmutableArray<ShownTerm> All, bool Holds) : ShownTerm;
