using System.Text;
using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Customers;

/// <summary>A customer in a list: what people filter and sort by.</summary>
public sealed record CustomerItem(
    string Id, string Name, string Kind, string? Manager, string? Region, string? Industry, string[] Tags, string State, string Class,
    decimal Score, int Tier, decimal Sales, decimal Receivable, decimal Overdue, DateOnly RatedOn, DateOnly? NextReviewOn);

/// <summary>The list of customers: filters, any sort, pages that stay put while customers change.</summary>
public static class CustomerList
{
    private static readonly SortColumns Columns = new("id")
    {
        // Expressions are never null, so that a page can begin after any row.
        ["id"] = new("c.id", "text"),
        ["name"] = new("p.name", "text"),
        ["state"] = new("c.state", "text"),
        ["class"] = new("c.class", "text"),
        ["score"] = new("c.score", "int"),
        ["tier"] = new("c.tier", "smallint"),
        ["manager"] = new("coalesce(c.manager, '')", "text"),
        ["region"] = new("coalesce(c.region, '')", "text"),
        ["sales"] = new("c.sales", "bigint"),
        ["receivable"] = new("c.receivable", "bigint"),
        ["overdue"] = new("c.overdue", "bigint"),
        ["ratedOn"] = new("c.rated_on", "date"),
        ["nextReviewOn"] = new("coalesce(c.next_review_on, 'infinity')", "date"),
    };

    // States and classes are the policy's words: an unknown one finds nobody.
    private static readonly Dictionary<string, string[]> Closed = new(StringComparer.Ordinal)
    {
        ["tier"] = ["1", "2", "3", "4"],
        ["kind"] = ["enterprise", "individual"],
    };

    // The live portfolio has counted already: some thousand cells instead of every customer.
    private const string Cells = """
        SELECT split_part(class, '.', 1) AS state, class, tier, manager, region, customers, 1 AS version
        FROM (SELECT class, tier, manager, region, customers FROM portfolio_cell
            UNION ALL SELECT class, tier, manager, region, customers FROM portfolio_delta) counted
        """;

    private static readonly ListQuery<CustomerItem> Customers = new(
        """
        c.id, p.name, c.kind, c.manager, c.region, c.industry, c.tags, c.state, c.class, c.score, c.tier, c.sales,
        c.receivable, c.overdue, c.rated_on, c.next_review_on
        """,
        "customer c JOIN customer_person p ON p.customer_id = c.id",
        Read);

    private static readonly string[] BeyondCells = ["kind", "tag", "q"];

    /// <summary>Maps the endpoint.</summary>
    public static void MapCustomerList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/customers", List)
            .Produces<Page<CustomerItem>>()
            .WithQuery(
                Query.Limit, Query.After, Query.Sort(Columns.Names), Query.Count,
                new("state", "One or more, separated by commas."),
                new("class", "One or more, separated by commas."),
                new("tier", "One or more of 1 to 4, separated by commas."),
                new("manager", "One or more, separated by commas; an empty word means those without one."),
                new("region", "One or more, separated by commas; an empty word means those without one."),
                new("kind", "enterprise or individual."),
                new("tag", "A tag that the customer carries."),
                new("q", "Text that id or name contains, in any case."))
            .WithSummary("Customers by state, class, tier, manager, region, kind, tag or text (q), in any order.");

    private static async Task<IResult> List(HttpRequest request, NpgsqlDataSource database, CancellationToken ct)
    {
        var list = SortedList.Of(request, "customers", Columns);
        await using var command = database.CreateCommand();
        return await list.AnswerAsync(Customers with { Counted = Counted(request) }, database, command, Filter(request, command), ct);
    }

    private static string Filter(HttpRequest request, NpgsqlCommand command)
    {
        var where = new StringBuilder("c.version > 0");
        Any("state", "c.state", v => v);
        Any("class", "c.class", v => v);
        Any("tier", "c.tier", v => v, "smallint");

        // An empty word asks for those without one.
        Any("manager", "coalesce(c.manager, '')", v => v);
        Any("region", "coalesce(c.region, '')", v => v);
        Any("kind", "c.kind", v => v == "individual" ? "2" : "1", "smallint");
        if (request.Text("tag") is { } tag)
        {
            where.Append($" AND c.tags @> ARRAY[{command.Bind(tag)}]");
        }

        if (request.Text("q") is { } text)
        {
            var pattern = "%" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
                .Replace("_", "\\_", StringComparison.Ordinal) + "%";
            var place = command.Bind(pattern);
            where.Append($" AND (c.id ILIKE {place} OR p.name ILIKE {place})");
        }

        return where.ToString();

        void Any(string name, string column, Func<string, string> convert, string type = "text")
        {
            if (request.Text(name) is { } value)
            {
                var words = value.Split(',');
                if (Closed.TryGetValue(name, out var known) && Array.Exists(words, w => !known.Contains(w)))
                {
                    throw new Problems.RefusedException(new("invalid-parameter", $"{name} must be of {string.Join(", ", known)}.", name));
                }

                // A single word is compared as one: only then an index gives its rows in order.
                where.Append(words.Length == 1
                    ? $" AND {column} = {command.Bind(convert(words[0]))}::text::{type}"
                    : $" AND {column} = ANY({command.Bind(Array.ConvertAll(words, w => convert(w)))}::text[]::{type}[])");
            }
        }
    }

    private static string Counted(HttpRequest request) => Array.Exists(BeyondCells, request.Query.ContainsKey)
        ? $"count(*) FROM {Customers.From}"
        : $"coalesce(sum(c.customers), 0)::bigint FROM ({Cells}) c";

    private static CustomerItem Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), CustomerResource.Word((CustomerKind)row.GetInt16(2)), row.Text(3), row.Text(4), row.Text(5),
        row.GetFieldValue<string[]>(6), row.GetString(7), row.GetString(8), row.GetInt32(9) / 100m, row.GetInt16(10),
        Money.Amount(row.GetInt64(11)), Money.Amount(row.GetInt64(12)), Money.Amount(row.GetInt64(13)),
        row.GetFieldValue<DateOnly>(14), row.Day(15));
}
