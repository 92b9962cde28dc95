namespace Lifecycle.Grains;

/// <summary>What a posting does. The numbers are stored; they never change.</summary>
public enum PostingKind : byte
{
    /// <summary>发货: goods delivered on account.</summary>
    Shipment = 1,

    /// <summary>回款: the customer pays.</summary>
    Repayment = 2,

    /// <summary>退货: goods come back.</summary>
    Return = 3,

    /// <summary>退款: money paid back to the customer.</summary>
    Refund = 4,

    /// <summary>核销: a debt given up.</summary>
    WriteOff = 5,

    /// <summary>期初: what the customer owed when the books were opened.</summary>
    OpeningDebit = 6,

    /// <summary>期初: what we owed the customer when the books were opened.</summary>
    OpeningCredit = 7,
}

/// <summary>What follows from a posting's kind alone.</summary>
public static class PostingKinds
{
    private static readonly string[] Names = ["", "shipment", "repayment", "return", "refund", "write_off", "opening_debit", "opening_credit"];

    /// <summary>The kind's name in the interface, e.g. <c>write_off</c>.</summary>
    public static string Name(this PostingKind kind) => Names[(int)kind];

    /// <summary>Reads a name of the interface.</summary>
    public static bool TryParse(string? name, out PostingKind kind)
    {
        var index = string.IsNullOrEmpty(name) ? -1 : Array.IndexOf(Names, name);
        kind = index > 0 ? (PostingKind)index : default;
        return index > 0;
    }

    /// <summary>Every name, for messages.</summary>
    public static string All { get; } = string.Join(", ", Names.Skip(1));

    /// <summary>Raises what the customer owes.</summary>
    public static bool IsDebit(this PostingKind kind) => kind is PostingKind.Shipment or PostingKind.Refund or PostingKind.OpeningDebit;

    /// <summary>May carry a due day of its own.</summary>
    public static bool MayBeDue(this PostingKind kind) => kind is PostingKind.Shipment or PostingKind.OpeningDebit;

    /// <summary>Stands for what happened before the books were opened.</summary>
    public static bool IsOpening(this PostingKind kind) => kind is PostingKind.OpeningDebit or PostingKind.OpeningCredit;
}
