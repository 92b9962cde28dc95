using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>A customer's complaints that it has not confirmed as solved, in the order in which they came in.</summary>
public sealed record Complaints(ImmutableArray<Complaint> Items)
{
    /// <summary>So many at most: they live in the state of their customer.</summary>
    public const int Most = 500;

    /// <summary>No complaints.</summary>
    public static Complaints None { get; } = new([]);

    /// <summary>Whether any is not solved: it mutes everything cheerful.</summary>
    public bool HasOpen
    {
        get
        {
            foreach (var complaint in Items)
            {
                if (complaint.IsOpen)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>One by its id, or null.</summary>
    public Complaint? Find(Guid id) => Items.FirstOrDefault(complaint => complaint.Id == id);

    /// <summary>How many are overdue on a day, and since when the first of them should have been solved; null: none is.</summary>
    public (int Count, DateOnly? FirstDueOn) OverdueOn(DateOnly day)
    {
        var (count, first) = (0, (DateOnly?)null);
        foreach (var complaint in Items)
        {
            if (complaint.IsOverdue(day))
            {
                (count, first) = (count + 1, first < complaint.DueOn ? first : complaint.DueOn);
            }
        }

        return (count, first);
    }

    /// <summary>The first day after <paramref name="day"/> on which one falls overdue if nobody solves it.</summary>
    public DateOnly? NextOverdue(DateOnly day)
    {
        DateOnly? next = null;
        foreach (var complaint in Items)
        {
            next = complaint.IsOpen ? Days.EarliestAfter(next, complaint.DueOn.AddDays(1), day) : next;
        }

        return next;
    }

    /// <summary>After something happened.</summary>
    public Complaints After(ComplaintEvent happened)
    {
        if (happened is ComplaintReceived received)
        {
            return new(Items.Add(received.Complaint));
        }

        var before = Find(happened.Id)!;
        var after = before.After(happened);
        return new(after.Status == ComplaintStatus.Confirmed ? Items.Remove(before) : Items.Replace(before, after));
    }
}
