using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Complaints;

/// <summary>The statements about complaints: how a commit stores them, and how they are compared with their history.</summary>
internal static class ComplaintSql
{
    private const string Receive = """
        INSERT INTO complaint (id, customer_id, category, status, received_on, due_on, assignee, reopened, version, request_key,
            received_at, updated_at, solved_at, confirmed_at)
        SELECT id, customer_id, category, status, received_on, due_on, assignee, reopened, events, request_key,
            $11, $11, CASE WHEN status IN ('solved', 'confirmed') THEN $11 END, CASE WHEN status = 'confirmed' THEN $11 END
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::date[], $6::date[], $7::text[], $8::int[], $9::int[], $10::text[])
            AS t(id, customer_id, category, status, received_on, due_on, assignee, reopened, events, request_key)
        """;

    private const string Change = """
        UPDATE complaint c SET status = u.status, assignee = u.assignee, reopened = u.reopened, version = c.version + u.events, updated_at = $7,
            solved_at = CASE WHEN u.status IN ('solved', 'confirmed') THEN CASE WHEN u.solved THEN $7 ELSE c.solved_at END END,
            confirmed_at = CASE WHEN u.status = 'confirmed' THEN $7 END
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::int[], $6::bool[]) AS u(id, status, assignee, reopened, events, solved)
        WHERE c.id = u.id
        """;

    private const string Notes = """
        INSERT INTO complaint_note (customer_id, version, number, note)
        SELECT * FROM unnest($1::text[], $2::bigint[], $3::smallint[], $4::text[])
        """;

    private const string Strays = """
        WITH told AS (
            SELECT customer_id, (payload ->> 'id')::uuid AS id, version, number, type, payload
            FROM customer_event WHERE customer_id = ANY($1) AND type LIKE 'complaint-%'),
        history AS (
            SELECT customer_id, id, count(*)::int AS events, (count(*) FILTER (WHERE type = 'complaint-reopened'))::int AS reopened,
                substr((array_agg(type ORDER BY version DESC, number DESC))[1], length('complaint-') + 1) AS status,
                (array_agg(payload ->> 'assignee' ORDER BY version DESC, number DESC) FILTER (WHERE type = 'complaint-assigned'))[1] AS assignee,
                max(payload ->> 'category') AS category, max(payload ->> 'on')::date AS received_on, max(payload ->> 'dueOn')::date AS due_on
            FROM told GROUP BY customer_id, id)
        SELECT coalesce(c.customer_id, h.customer_id)
        FROM (SELECT * FROM complaint WHERE customer_id = ANY($1)) c
        FULL JOIN history h ON h.customer_id = c.customer_id AND h.id = c.id
        WHERE (c.status, c.assignee, c.reopened, c.version, c.category, c.received_on, c.due_on)
            IS DISTINCT FROM (h.status, h.assignee, h.reopened, h.events, h.category, h.received_on, h.due_on)
        """;

    /// <summary>Adds what stores complaints, each once; answers with the row counts that there must be.</summary>
    public static IEnumerable<(NpgsqlBatchCommand Command, int Rows)> Add(NpgsqlBatch batch, ComplaintRow[] rows, DateTimeOffset now)
    {
        var received = Array.FindAll(rows, r => r.Received is not null);
        if (received.Length > 0)
        {
            yield return (
                batch.Add(
                    Receive,
                    Array.ConvertAll(received, r => r.Complaint.Id),
                    Array.ConvertAll(received, r => r.CustomerId),
                    Array.ConvertAll(received, r => r.Received!.Category),
                    Array.ConvertAll(received, r => r.Complaint.Status.Word()),
                    Array.ConvertAll(received, r => r.Received!.On),
                    Array.ConvertAll(received, r => r.Complaint.DueOn),
                    Array.ConvertAll(received, r => r.Complaint.Assignee),
                    Array.ConvertAll(received, r => r.Complaint.Reopened),
                    Array.ConvertAll(received, r => r.Events),
                    Array.ConvertAll(received, r => r.RequestKey),
                    now),
                received.Length);
        }

        var changed = Array.FindAll(rows, r => r.Received is null);
        if (changed.Length > 0)
        {
            yield return (
                batch.Add(
                    Change,
                    Array.ConvertAll(changed, r => r.Complaint.Id),
                    Array.ConvertAll(changed, r => r.Complaint.Status.Word()),
                    Array.ConvertAll(changed, r => r.Complaint.Assignee),
                    Array.ConvertAll(changed, r => r.Complaint.Reopened),
                    Array.ConvertAll(changed, r => r.Events),
                    Array.ConvertAll(changed, r => r.IsSolvedNow),
                    now),
                changed.Length);
        }
    }

    /// <summary>Adds the statement that stores notes, by customer and the version that their events have.</summary>
    public static NpgsqlBatchCommand Add(NpgsqlBatch batch, (string CustomerId, long Version, ComplaintNote Note)[] notes) => batch.Add(
        Notes,
        Array.ConvertAll(notes, n => n.CustomerId),
        Array.ConvertAll(notes, n => n.Version),
        Array.ConvertAll(notes, n => (short)n.Note.Number),
        Array.ConvertAll(notes, n => n.Note.Note));

    /// <summary>Those of the customers that have a complaint which is not what their history says.</summary>
    public static Task<List<string>> StraysAsync(NpgsqlConnection connection, string[] customers, CancellationToken ct) =>
        connection.Command(Strays, (object)customers).TextsAsync(ct);
}
