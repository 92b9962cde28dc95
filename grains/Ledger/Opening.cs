using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>
/// What a compacted past still contributes to ratings on later days: sums, the open debits, and the days that measures name.
/// </summary>
/// <param name="Through">Everything up to this day is compacted.</param>
/// <param name="Unapplied">Credit left after settling every compacted debit due up to <paramref name="Through"/>, in cents.</param>
/// <param name="Debits">Open debits due up to Through, and whole debits due later: a later debit may be due before those.</param>
/// <param name="FirstDay">The day of the first posting.</param>
/// <param name="OpenedOnFirstDay">Whether an opening balance stands on that day.</param>
/// <param name="LastShipment">The day of the last compacted shipment.</param>
public sealed record Opening(
    DateOnly Through, long Unapplied, ImmutableArray<Debit> Debits, DateOnly FirstDay, bool OpenedOnFirstDay, DateOnly? LastShipment);
