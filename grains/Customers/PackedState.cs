using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>The state of a customer as bytes, and back. The first byte names the format; old formats stay readable.</summary>
public static class PackedState
{
    // 2: alerts at the end. 3: their escalations. 4: tiers at the end. 5: the day of a first tier. 6: complaints at the
    // end. What a state does not have it is not written with: all others stay as they are.
    private const byte Format = 6;
    private const byte WithoutComplaints = 5;
    private const byte WithoutFirstTier = 4;
    private const byte WithoutTiers = 3;

    /// <summary>Packs everything but the id and the version, which are stored beside it.</summary>
    public static byte[] Pack(CustomerState state)
    {
        var format = FormatOf(state);
        using var pack = new PackWriter(format);
        pack.Flag(state.IsRegistered);
        Write(pack, state.Profile);
        Write(pack, state.Movements);
        pack.Many(state.Evaluations.Items, static (p, e) => p.Text(e.Evaluator).Day(e.On).Number(e.Points));
        pack.Maybe(state.Standing, Write);
        pack.Many(state.Alerts.Items, Write);
        if (format > WithoutTiers)
        {
            PackedTiers.Write(pack, state.Tiers, format);
        }

        if (format > WithoutComplaints)
        {
            PackedComplaints.Write(pack, state.Complaints);
        }

        return pack.ToArray();
    }

    /// <summary>Unpacks a state.</summary>
    /// <exception cref="InvalidDataException">The bytes are no packed state.</exception>
    public static CustomerState Unpack(string id, long version, byte[] bytes)
    {
        try
        {
            var pack = new PackReader(bytes, Format);
            var state = new CustomerState(id)
            {
                Version = version,
                IsRegistered = pack.Flag(),
                Profile = ReadProfile(pack),
                Movements = ReadMovements(pack),
                Evaluations = new(pack.Many(static p => new Evaluation(p.Text(), p.Day(), p.Int()))),
                Standing = pack.Flag() ? ReadStanding(pack) : null,
                Alerts = pack.Format >= 2 ? new(pack.Many(ReadAlert)) : Alerts.None,
                Tiers = pack.Format >= 4 ? PackedTiers.Read(pack) : Tiers.None,
                Complaints = pack.Format >= 6 ? PackedComplaints.Read(pack) : Complaints.None,
            };
            pack.End();
            return state;
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or OverflowException or ArgumentException or IOException)
        {
            throw new InvalidDataException($"The packed state of customer {id} cannot be read: {e.Message}", e);
        }
    }

    private static byte FormatOf(CustomerState state) =>
        !state.Complaints.Items.IsEmpty ? Format
        : state.Tiers.IsEmpty ? WithoutTiers
        : state.Tiers.FirstOn is null ? WithoutFirstTier
        : WithoutComplaints;

    private static void Write(PackWriter pack, Profile profile)
    {
        pack.Number((int)profile.Kind);
        pack.History(profile.Manager, static (p, v) => p.MaybeText(v));
        pack.History(profile.Region, static (p, v) => p.MaybeText(v));
        pack.History(profile.CustomerSince, static (p, v) => p.MaybeDay(v));
        pack.History(profile.CreditLimit, static (p, v) => p.MaybeNumber(v));
        pack.History(profile.CreditDays, static (p, v) => p.MaybeNumber(v));
        pack.History(profile.CreditFrom, static (p, v) => p.Number((int)v));
        pack.History(profile.CollectionDifficult, static (p, v) => p.Flag(v));
        pack.History(profile.Complexity, static (p, v) => p.MaybeNumber(v));
        pack.MaybeText(profile.Industry).MaybeText(profile.TimeZone);
        pack.Many(profile.Tags, static (p, tag) => p.Text(tag));
    }

    private static Profile ReadProfile(PackReader pack) => new()
    {
        Kind = (CustomerKind)pack.Int(),
        Manager = pack.History(static p => p.MaybeText()),
        Region = pack.History(static p => p.MaybeText()),
        CustomerSince = pack.History(static p => p.MaybeDay()),
        CreditLimit = pack.History(static p => p.MaybeNumber()),
        CreditDays = pack.History(static p => p.MaybeInt()),
        CreditFrom = pack.History(static p => (CreditFrom)p.Int()),
        CollectionDifficult = pack.History(static p => p.Flag()),
        Complexity = pack.History(static p => p.MaybeInt()),
        Industry = pack.MaybeText(),
        TimeZone = pack.MaybeText(),
        Tags = pack.Many(static p => p.Text()),
    };

    private static void Write(PackWriter pack, Movements movements)
    {
        pack.Maybe(movements.Opening, static (p, o) => p
            .Day(o.Through).Number(o.Unapplied).Day(o.FirstDay).Flag(o.OpenedOnFirstDay).MaybeDay(o.LastShipment)
            .Many(o.Debits, static (d, debit) => d.Day(debit.Due).Day(debit.OccurredOn).Flag(debit.IsRefund).Number(debit.Cents)));

        // Days as differences and due days as offsets keep a movement near seven bytes.
        pack.Number(movements.Items.Length);
        var last = DateOnly.MinValue;
        foreach (ref readonly var m in movements.Items.AsSpan())
        {
            pack.Number(m.Day.DayNumber - last.DayNumber).Number(((int)m.Kind << 1) | (m.Due is null ? 0 : 1));
            if (m.Due is { } due)
            {
                pack.Number(due.DayNumber - m.Day.DayNumber);
            }

            pack.Number(m.Cents).Number(m.Count);
            last = m.Day;
        }
    }

    private static Movements ReadMovements(PackReader pack)
    {
        var opening = pack.Flag()
            ? new Opening(pack.Day(), pack.Number(), FirstDay: pack.Day(), OpenedOnFirstDay: pack.Flag(), LastShipment: pack.MaybeDay(),
                Debits: pack.Many(static p => new Debit(p.Day(), p.Day(), p.Flag(), p.Number())))
            : null;

        var last = DateOnly.MinValue;
        var items = pack.Many(p =>
        {
            last = last.AddDays(p.Int());
            var kind = p.Int();
            DateOnly? due = (kind & 1) == 0 ? null : last.AddDays(p.Int());
            return new Movement(last, (PostingKind)(kind >> 1), due, p.Number(), p.Int());
        });
        return new(items, opening);
    }

    private static void Write(PackWriter pack, Standing standing) => pack
        .Day(standing.RatedOn).MaybeDay(standing.NextReviewOn).Number(standing.PolicyVersion).Text(standing.Class)
        .Number(standing.ScoreHundredths).Number(standing.Tier).Number(standing.TierComputed)
        .Number(standing.Sales).Number(standing.Receivable).Number(standing.Overdue)
        .MaybeText(standing.Manager).MaybeText(standing.Region);

    private static Standing ReadStanding(PackReader pack) => new(
        pack.Day(), pack.MaybeDay(), pack.Int(), pack.Text(), pack.Int(), pack.Int(), pack.Int(),
        pack.Number(), pack.Number(), pack.Number(), pack.MaybeText(), pack.MaybeText());

    private static void Write(PackWriter pack, Alert alert) => pack
        .Number((int)alert.Kind).Number(alert.Number).Number((int)alert.Status).Number((int)alert.Severity)
        .MaybeText(alert.From).MaybeText(alert.To).Day(alert.OpenedOn).Day(alert.RaisedOn).MaybeText(alert.ClosedBy?.ToString("N"))
        .Maybe(alert.Escalated, static (p, e) => p.Day(e.On).MaybeText(e.To));

    private static Alert ReadAlert(PackReader pack) => new(
        (AlertKind)pack.Int(), pack.Number(), (AlertStatus)pack.Int(), (AlertSeverity)pack.Int(),
        pack.MaybeText(), pack.MaybeText(), pack.Day(), pack.Day(), pack.MaybeText() is { } import ? Guid.ParseExact(import, "N") : null,
        pack.Format >= 3 && pack.Flag() ? new(pack.Day(), pack.MaybeText()) : null);
}
