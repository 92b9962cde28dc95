using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Lifecycle.Grains;

namespace Lifecycle.Api.Ratings;

/// <summary>A condition or a group of them, and how it came out.</summary>
[JsonDerivedType(typeof(ConditionResource))]
[JsonDerivedType(typeof(AnyOfResource))]
[JsonDerivedType(typeof(AllOfResource))]
public abstract record TermResource
{
    /// <summary>From the explanation.</summary>
    public static IReadOnlyList<TermResource> Of(ImmutableArray<ShownTerm> terms) => [.. terms.Select<ShownTerm, TermResource>(term => term switch
    {
        ShownAnyOf group => new AnyOfResource(Of(group.Any), group.Holds),
        ShownAllOf group => new AllOfResource(Of(group.All), group.Holds),
        _ => Of((ShownCondition)term),
    })];

    private static ConditionResource Of(ShownCondition shown) => new(shown.Measure.Name(), shown.Operator, shown.Threshold, shown.Value, shown.Holds);
}

/// <summary>A condition and how it came out. Threshold and value are numbers or flags; the value is null when undefined.</summary>
public sealed record ConditionResource(string Measure, string Operator, object Threshold, object? Value, bool Holds) : TermResource;

/// <summary>A group of which one must hold.</summary>
public sealed record AnyOfResource(IReadOnlyList<TermResource> Any, bool Holds) : TermResource;

/// <summary>A group of which all must hold.</summary>
public sealed record AllOfResource(IReadOnlyList<TermResource> All, bool Holds) : TermResource;
