namespace Lifecycle.Grains;

/// <summary>The measures of a stored rating as bytes, and back. The first byte names the format; old formats stay readable.</summary>
public static class PackedMeasures
{
    private const byte Format = 1;

    /// <summary>Packs measures.</summary>
    public static byte[] Pack(in Measures m)
    {
        using var pack = new PackWriter(Format);
        pack.Day(m.Day);
        Write(pack, m.InWindow);
        pack.Flag(m.InYear != m.InWindow);
        if (m.InYear != m.InWindow)
        {
            Write(pack, m.InYear);
        }

        pack.Flag(m.EverPosted).Number(m.Receivable).Number(m.Overdue).MaybeDay(m.OldestDue).MaybeDay(m.OldestDueOccurred)
            .MaybeNumber(m.CreditLimit).MaybeDay(m.LastShipment).MaybeDay(m.CustomerSince)
            .Number(m.EvaluationSum).Number(m.EvaluationCount)
            .MaybeNumber(m.Complexity).Flag(m.CollectionDifficult);
        return pack.ToArray();
    }

    /// <summary>Unpacks measures.</summary>
    public static Measures Unpack(byte[] bytes)
    {
        var pack = new PackReader(bytes, Format);
        var day = pack.Day();
        var inWindow = ReadWindow(pack);
        return new Measures
        {
            Day = day,
            InWindow = inWindow,
            InYear = pack.Flag() ? ReadWindow(pack) : inWindow,
            EverPosted = pack.Flag(),
            Receivable = pack.Number(),
            Overdue = pack.Number(),
            OldestDue = pack.MaybeDay(),
            OldestDueOccurred = pack.MaybeDay(),
            CreditLimit = pack.MaybeNumber(),
            LastShipment = pack.MaybeDay(),
            CustomerSince = pack.MaybeDay(),
            EvaluationSum = pack.Number(),
            EvaluationCount = pack.Int(),
            Complexity = pack.MaybeInt(),
            CollectionDifficult = pack.Flag(),
        };
    }

    private static void Write(PackWriter pack, in WindowMeasures window)
    {
        Write(pack, window.Current);
        Write(pack, window.Prior);
        pack.Flag(window.NewInWindow).MaybeNumber(window.MedianHalves);
    }

    private static WindowMeasures ReadWindow(PackReader pack) => new(ReadSums(pack), ReadSums(pack), pack.Flag(), pack.MaybeInt());

    private static void Write(PackWriter pack, in WindowSums sums) =>
        pack.Number(sums.Sales).Number(sums.Batches).Number(sums.Postings).Number(sums.Repaid).Number(sums.Returned);

    private static WindowSums ReadSums(PackReader pack) => new(pack.Number(), pack.Int(), pack.Int(), pack.Number(), pack.Number());
}
