using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>
/// Who is meant: customers for which everything that is named holds, by their last rating. What is empty or null asks nothing.
/// </summary>
public sealed record Audience
{
    /// <summary>All customers, with all their contacts.</summary>
    public static Audience Everybody { get; } = new();

    /// <summary>States such as <c>mature</c>.</summary>
    public ImmutableArray<string> State { get; init; } = [];

    /// <summary>Classes such as <c>mature.normal</c>.</summary>
    public ImmutableArray<string> Class { get; init; } = [];

    /// <summary>Service tiers, 1 to 4.</summary>
    public ImmutableArray<int> Tier { get; init; } = [];

    /// <summary>Regions.</summary>
    public ImmutableArray<string> Region { get; init; } = [];

    /// <summary>Account managers.</summary>
    public ImmutableArray<string> Manager { get; init; } = [];

    /// <summary>Trades.</summary>
    public ImmutableArray<string> Industry { get; init; } = [];

    /// <summary>Labels, of which the customer has at least one.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Enterprises or individuals alone; null: both.</summary>
    public CustomerKind? Kind { get; init; }

    /// <summary>Sales in the policy's window, in cents.</summary>
    public CentsRange? Sales { get; init; }

    /// <summary>Receivable, in cents.</summary>
    public CentsRange? Receivable { get; init; }

    /// <summary>Overdue, in cents.</summary>
    public CentsRange? Overdue { get; init; }

    /// <summary>Of each customer the first contact alone, whoever else there is.</summary>
    public bool FirstContactOnly { get; init; }

    /// <summary>Whether a customer is meant.</summary>
    public bool Includes(CustomerState customer)
    {
        if (customer.Standing is not { } standing)
        {
            return false;
        }

        var (profile, tags) = (customer.Profile, Tags);
        return Any(State, standing.State) && Any(Class, standing.Class) && (Tier.IsEmpty || Tier.Contains(standing.Tier))
            && Any(Region, standing.Region) && Any(Manager, standing.Manager) && Any(Industry, profile.Industry)
            && (tags.IsEmpty || profile.Tags.Any(tag => tags.Contains(tag, StringComparer.Ordinal)))
            && (Kind is not { } kind || profile.Kind == kind)
            && Sales?.Contains(standing.Sales) != false
            && Receivable?.Contains(standing.Receivable) != false
            && Overdue?.Contains(standing.Overdue) != false;
    }

    /// <summary>The contacts of a customer that are meant.</summary>
    public IEnumerable<Contact> Of(Person person) => FirstContactOnly ? person.Contacts.Take(1) : person.Contacts;

    private static bool Any(ImmutableArray<string> wanted, string? value) =>
        wanted.IsEmpty || (value is not null && wanted.Contains(value, StringComparer.Ordinal));
}

/// <summary>Amounts from one to another, both included, in cents; null: without end on that side.</summary>
public sealed record CentsRange(long? Min, long? Max)
{
    /// <summary>Whether an amount lies between them.</summary>
    public bool Contains(long cents) => cents >= (Min ?? long.MinValue) && cents <= (Max ?? long.MaxValue);
}
