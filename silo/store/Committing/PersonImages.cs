using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Store.Committing;

/// <summary>
/// What imports changed about people, kept so that an import can be undone. It names people: a table of its own, from which
/// it can be erased, and is when the import is undone.
/// </summary>
internal static class PersonImages
{
    private const string Read = """
        SELECT customer_id, import_id, version, before_name, before_contacts::text, after_name, after_contacts::text
        FROM import_person WHERE customer_id = ANY($1)
        """;

    // What was there before the first change of an import stays.
    private const string Save = """
        INSERT INTO import_person (customer_id, import_id, version, before_name, before_contacts, after_name, after_contacts)
        SELECT i.customer_id, i.import_id, i.version, i.before_name, i.before_contacts::jsonb, i.after_name, i.after_contacts::jsonb
        FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[])
            AS i(customer_id, import_id, version, before_name, before_contacts, after_name, after_contacts)
        ON CONFLICT (customer_id, import_id) DO UPDATE SET after_name = excluded.after_name, after_contacts = excluded.after_contacts
        """;

    private const string Drop = """
        DELETE FROM import_person i USING unnest($1::text[], $2::uuid[]) AS d(customer_id, import_id)
        WHERE i.customer_id = d.customer_id AND i.import_id = d.import_id
        """;

    public static void AddReads(
        NpgsqlBatch batch, List<Action<NpgsqlDataReader>> readers, string[] customers, SortedDictionary<string, Slot> slots)
    {
        batch.Add(Read, (object)customers);
        readers.Add(row => slots[row.GetString(0)].Images[row.GetGuid(1)] = new(
            new(row.GetString(3), EventCodec.DecodeContacts(row.GetString(4))),
            new(row.GetString(5), EventCodec.DecodeContacts(row.GetString(6))),
            row.GetInt64(2)));
    }

    /// <summary>Takes note of a change of people before it is applied to the slot.</summary>
    public static void Note(Slot slot, PersonChanged changed, WorkItem item)
    {
        if (item.Command is not UndoImport && item.Origin.ImportId is { } import && slot.Person is { Name.Length: > 0 } before)
        {
            slot.Images[import] = slot.Images.TryGetValue(import, out var image)
                ? image with { After = changed.Person }
                : new(before, changed.Person, slot.Locked.Version + 1);
            slot.NewImages.Add(import);
        }
    }

    /// <summary>Adds what writes the images, and drops those of imports that were undone.</summary>
    public static void AddWrites(NpgsqlBatch batch, Slot[] written)
    {
        // Those to be written anew, before and after, are dropped first.
        Guid[] imports = [.. written.SelectMany(s => s.OldImages)];
        if (imports.Length > 0)
        {
            string[] customers = [.. written.SelectMany(s => s.OldImages.Select(_ => s.Id))];
            batch.Add(Drop, customers, imports);
        }

        (Slot Slot, Guid Import, PersonImage Image)[] images =
            [.. written.SelectMany(s => s.NewImages.Select(import => (s, import, s.Images[import])))];
        if (images.Length > 0)
        {
            batch.Add(
                Save,
                Array.ConvertAll(images, i => i.Slot.Id),
                Array.ConvertAll(images, i => i.Import),
                Array.ConvertAll(images, i => i.Image.Version),
                Array.ConvertAll(images, i => i.Image.Before.Name),
                Array.ConvertAll(images, i => EventCodec.EncodeContacts(i.Image.Before.Contacts)),
                Array.ConvertAll(images, i => i.Image.After.Name),
                Array.ConvertAll(images, i => EventCodec.EncodeContacts(i.Image.After.Contacts)));
        }
    }

    /// <summary>
    /// Drops the image of an import that is undone. Later imports found people as it had left them: they are to find what was
    /// there before.
    /// </summary>
    public static void Forget(Slot slot, Guid undone)
    {
        if (!slot.Images.Remove(undone, out var image))
        {
            return;
        }

        slot.NewImages.Remove(undone);
        slot.OldImages.Add(undone);
        foreach (var (import, later) in slot.Images.Where(i => i.Value.Version > image.Version).ToArray())
        {
            slot.Images[import] = image.TakenFrom(later);
            slot.NewImages.Add(import);
            slot.OldImages.Add(import);
        }
    }
}
