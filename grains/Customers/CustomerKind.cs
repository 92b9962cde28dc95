namespace Lifecycle.Grains;

/// <summary>What the customer is. The numbers are stored.</summary>
public enum CustomerKind : byte
{
    /// <summary>A trading partner.</summary>
    Enterprise = 1,

    /// <summary>A person, its own first contact.</summary>
    Individual = 2,
}

/// <summary>From when credit days run. The numbers are stored.</summary>
public enum CreditFrom : byte
{
    /// <summary>From the day of the shipment.</summary>
    Shipment = 0,

    /// <summary>月结: from the last day of the shipment's month.</summary>
    MonthEnd = 1,
}
