namespace Lifecycle.Grains;

/// <summary>Complaints as bytes, and back: the end of a <see cref="PackedState"/>.</summary>
internal static class PackedComplaints
{
    public static void Write(PackWriter pack, Complaints complaints) => pack.Many(complaints.Items, static (p, c) => p
        .Text(c.Id.ToString("N")).Day(c.DueOn).Number((int)c.Status).MaybeText(c.Assignee).Number(c.Reopened));

    public static Complaints Read(PackReader pack) => new(pack.Many(static p => new Complaint(
        Guid.ParseExact(p.Text(), "N"), p.Day(), (ComplaintStatus)p.Int(), p.MaybeText(), p.Int())));
}
