using System.Collections.Immutable;
using Lifecycle.Grains;

namespace Lifecycle.Silo.Demo.Habits;

/// <summary>A customer's ledger while it is written: entries in any order; what lies ahead of today has not happened.</summary>
internal sealed class Book(DateOnly today)
{
    private readonly List<Entry> entries = [];

    public void Enter(PostingKind kind, DateOnly day, long cents, DateOnly? dueOn = null)
    {
        if (cents > 0 && day <= today)
        {
            entries.Add(new(kind, day, cents, dueOn));
        }
    }

    /// <summary>The postings by day, numbered as the customer's own.</summary>
    public ImmutableArray<DemoPosting> Numbered(int customer) =>
    [
        .. entries.OrderBy(e => e.Day).ThenBy(e => e.Kind).Select((e, i) =>
            new DemoPosting($"{Letter(e.Kind)}{customer:0000}-{i + 1:000}", e.Kind.Name(), Money.Amount(e.Cents), e.Day, e.DueOn)),
    ];

    private static char Letter(PostingKind kind) => kind switch
    {
        PostingKind.Shipment => 'S',
        PostingKind.Repayment => 'P',
        PostingKind.Return => 'T',
        PostingKind.Refund => 'F',
        PostingKind.WriteOff => 'W',
        _ => 'O',
    };

    private sealed record Entry(PostingKind Kind, DateOnly Day, long Cents, DateOnly? DueOn);
}
