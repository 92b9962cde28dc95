using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Csv;

/// <summary>Rows of profiles: an absent column keeps what is there, a blank cell clears it. Words are those of the interface (<c>monthEnd</c>).</summary>
internal sealed class CustomerFormat(Header header) : IRowFormat
{
    private readonly int id = header["id"];
    private readonly int name = header["name"];
    private readonly int kind = header["kind"];
    private readonly int manager = header["manager"];
    private readonly int region = header["region"];
    private readonly int industry = header["industry"];
    private readonly int customerSince = header["customer_since"];
    private readonly int creditLimit = header["credit_limit"];
    private readonly int creditDays = header["credit_days"];
    private readonly int creditFrom = header["credit_from"];
    private readonly int collectionDifficult = header["collection_difficult"];
    private readonly int complexity = header["complexity"];
    private readonly ContactCells contact = new(header);

    /// <inheritdoc/>
    public Refusal? TryRead(Cells cells, DateOnly today, out RowContent content)
    {
        content = null!;
        DateOnly? since = null;
        decimal? limit = null, points = null;
        int? days = null;
        bool? difficult = null;
        ContactInput? first = null;
        var customer = cells.Text(id);
        var refusal =
            Text.CheckId(customer, "id")
            ?? cells.Day(customerSince, "customerSince", out since)
            ?? cells.Number(creditLimit, "creditLimit", out limit)
            ?? cells.Whole(creditDays, "creditDays", out days)
            ?? cells.Truth(collectionDifficult, "collectionDifficult", out difficult)
            ?? cells.Number(complexity, "complexity", out points)
            ?? contact.TryRead(cells, cells.Text(kind) == "individual" ? cells.Text(name) : null, out first);
        if (refusal is not null)
        {
            return refusal;
        }

        var input = new ProfileInput
        {
            Name = Given(name, cells.Text(name)),
            Kind = Given(kind, cells.Text(kind)),
            Manager = Given(manager, cells.Text(manager)),
            Region = Given(region, cells.Text(region)),
            Industry = Given(industry, cells.Text(industry)),
            CustomerSince = Given(customerSince, since),
            CreditLimit = Given(creditLimit, limit),
            CreditDays = Given(creditDays, days),
            CreditFrom = Given(creditFrom, cells.Text(creditFrom)),
            CollectionDifficult = Given(collectionDifficult, difficult),
            Complexity = Given(complexity, points),
        };
        refusal = input.TryRead(today, replace: false, register: true, first, out var command);
        content = new(customer!, customer!, command);
        return refusal;
    }

    private static Optional<T> Given<T>(int column, T value) => column < 0 ? default : new(value);
}
