using System.Text;
using Lifecycle.Api.Lists;
using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Care;

/// <summary>What was decided about one message to one contact.</summary>
/// <param name="Contact">The contact's number at this customer.</param>
/// <param name="Reason">A short code where the outcome alone does not say why.</param>
/// <param name="OccursOn">The day of the occasion, in the customer's time zone.</param>
/// <param name="Variant">Which of a campaign's two texts: A or B; null where there is one.</param>
/// <param name="MessageKey">Names the message: its file in the outbox, and the first half of its Message-ID.</param>
public sealed record CareDecisionItem(
    string CustomerId, int Contact, string Occasion, string Occurrence, string Channel, string Outcome, string? Reason, DateOnly OccursOn,
    DateTimeOffset SendAfter, DateTimeOffset ExpiresAt, DateTimeOffset DecidedAt, DateTimeOffset? SentAt, string? Variant, string MessageKey);

/// <summary>The ledger of care.</summary>
public static class CareDecisionList
{
    private static readonly SortColumns Columns = new("messageKey")
    {
        ["occursOn"] = new("d.occurs_on", "date"),
        ["decidedAt"] = new("d.decided_at", "timestamptz"),
        ["customer"] = new("d.customer_id", "text"),
        ["outcome"] = new("d.outcome", "text"),
        ["messageKey"] = new("d.message_key", "text"),
    };

    private static readonly ListQuery<CareDecisionItem> Decisions = new(
        """
        d.customer_id, d.contact_id, d.occasion, d.occurrence, d.channel, d.outcome, d.reason, d.occurs_on, d.send_after,
        d.expires_at, d.decided_at, d.sent_at, d.variant, d.message_key
        """,
        "care_decision d",
        Read)
    {
        Counted = "count(*) FROM care_decision d",
    };

    /// <summary>Maps the endpoint.</summary>
    public static void MapCareDecisions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/care/decisions", List)
            .Produces<Page<CareDecisionItem>>()
            .WithQuery("limit", "after", "sort", "count", "customer", "contact", "outcome", "occasion", "campaign", "channel", "from", "to")
            .WithSummary("Care decisions by customer, contact (its number), outcome, occasion, campaign, channel and day of the occasion (from, to).");

    private static async Task<IResult> List(HttpRequest request, NpgsqlDataSource database, ICareRules rules, CancellationToken ct)
    {
        var list = SortedList.Of(request, "care", Columns);
        await using var command = database.CreateCommand();

        // Which there are must be asked for; most lists do not care.
        string[] occasions = request.Query.ContainsKey("occasion")
            ? [.. (await rules.All(ct)).Select(stored => stored.Rule.Occasion), Grains.Occasions.Campaign] : [];
        return await list.AnswerAsync(Decisions, database, command, Filter(request, command, occasions), ct);
    }

    private static string Filter(HttpRequest request, NpgsqlCommand command, string[] occasions)
    {
        var where = new StringBuilder("true");
        Add(request.Text("customer")?.Split(','), "d.customer_id = ANY");
        Add(Words(request, "outcome", CareOutcomes.All), "d.outcome = ANY");
        Add(Words(request, "occasion", occasions), "d.occasion = ANY");
        Add(request.Text("campaign")?.Split(','), "d.occasion = 'campaign' AND d.occurrence = ANY");
        Add(Words(request, "channel", CareChannels.All), "d.channel = ANY");
        Add(request.Number("contact"), "d.contact_id = ");
        Add(request.Day("from"), "d.occurs_on >= ");
        Add(request.Day("to"), "d.occurs_on <= ");
        return where.ToString();

        void Add(object? value, string condition)
        {
            if (value is not null)
            {
                where.Append($" AND {condition}({command.Bind(value)})");
            }
        }
    }

    private static string[]? Words(HttpRequest request, string name, IReadOnlyCollection<string> known)
    {
        var words = request.Text(name)?.Split(',');
        return words is null || Array.TrueForAll(words, known.Contains)
            ? words
            : throw new RefusedException(new("invalid-parameter", $"{name} must be one of {string.Join(", ", known)}.", name));
    }

    private static CareDecisionItem Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.Text(6),
        row.GetFieldValue<DateOnly>(7), row.Instant(8), row.Instant(9), row.Instant(10), row.Maybe<DateTimeOffset>(11), row.Text(12), row.GetString(13));
}
