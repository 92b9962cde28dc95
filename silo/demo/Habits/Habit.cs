namespace Lifecycle.Silo.Demo.Habits;

/// <summary>A way of being a customer. Ranges are what one customer's own course is drawn from; days count back from today.</summary>
/// <param name="Name">For tests and the curious.</param>
/// <param name="Customers">How many customers have it.</param>
internal sealed record Habit(string Name, int Customers)
{
    /// <summary>Days since the cooperation began.</summary>
    public (int Least, int Most) Age { get; init; } = (800, 5500);

    /// <summary>Days since the first shipment, which never lies before the begin of the cooperation; 0: never shipped.</summary>
    public (int Least, int Most) Starts { get; init; } = (715, 729);

    /// <summary>Days since the last shipment could have happened.</summary>
    public (int Least, int Most) Stops { get; init; }

    /// <summary>A pause: days since it began, and since it ended.</summary>
    public ((int Least, int Most) Began, (int Least, int Most) Ended)? Pause { get; init; }

    /// <summary>Sales of a year at today's level.</summary>
    public (double Least, double Most) Yearly { get; init; } = (100_000, 1_000_000);

    /// <summary>Shipments in a year at today's level.</summary>
    public (int Least, int Most) Batches { get; init; } = (6, 24);

    /// <summary>The level of the year before, today's being 1.</summary>
    public (double Least, double Most) Before { get; init; } = (0.92, 1.06);

    /// <summary>When in the year they buy.</summary>
    public Season[] Seasons { get; init; } = [Season.None];

    /// <summary>How they paid until ten months ago.</summary>
    public Manners Paid { get; init; } = Manners.Punctual;

    /// <summary>How they have paid since; null: as before.</summary>
    public Manners? Pays { get; init; }

    /// <summary>Part of the shipments of which something comes back, and how much of it.</summary>
    public (double Often, (double Least, double Most) Part) Returns { get; init; } = (0.04, (0.02, 0.3));

    /// <summary>The last so many invoices are not paid at all.</summary>
    public (int Least, int Most) LeftOpen { get; init; }

    /// <summary>An amount that the last payment falls short of.</summary>
    public (double Least, double Most)? ShortBy { get; init; }

    /// <summary>Money paid ahead, without a shipment behind it.</summary>
    public (double Least, double Most)? Deposit { get; init; }

    /// <summary>A person instead of a company.</summary>
    public bool Individual { get; init; }

    /// <summary>The account manager's mark that collection is difficult.</summary>
    public bool Difficult { get; init; }

    /// <summary>Demand complexity where it was assessed.</summary>
    public (int Least, int Most) Complexity { get; init; } = (10, 60);

    /// <summary>Part of the customers that were evaluated, and the points they got.</summary>
    public (double Often, (int Least, int Most) Points) Evaluated { get; init; } = (0.25, (55, 90));

    /// <summary>Part of the customers whose credit limit is too small for what they buy.</summary>
    public double TightLimit { get; init; } = 0.04;

    /// <summary>A key account: dedicated attention, more contacts.</summary>
    public bool Key { get; init; }

    /// <summary>Never bought, never paid.</summary>
    public bool IsProspect => Starts.Most == 0 && Deposit is null;

    /// <summary>Buys clearly more than the year before.</summary>
    public bool Grows => Before.Most < 0.9;
}

/// <summary>How a customer pays its invoices.</summary>
/// <param name="Late">Days after the due day; negative is early.</param>
/// <param name="Share">How much of an invoice is paid at all.</param>
internal sealed record Manners((int Least, int Most) Late, (double Least, double Most) Share)
{
    public static Manners Punctual { get; } = new((-8, 4), (1, 1));

    public static Manners AtOnce { get; } = new((-30, -20), (1, 1));

    public static Manners Late30 { get; } = new((10, 45), (1, 1));

    public static Manners Dragging { get; } = new((35, 110), (0.85, 1));

    public static Manners Halfway { get; } = new((15, 60), (0.5, 0.8));
}
