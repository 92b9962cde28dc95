using System.ComponentModel.DataAnnotations;
using Lifecycle.Grains;

namespace Lifecycle.Api.Postings;

/// <summary>A posting as people send it.</summary>
public record PostingInput
{
    /// <summary>The system that reports it.</summary>
    public required string Source { get; init; }

    /// <summary>Its number there.</summary>
    public required string ExternalId { get; init; }

    /// <summary>shipment, repayment, return, refund, write_off, opening_debit or opening_credit.</summary>
    [AllowedValues("shipment", "repayment", "return", "refund", "write_off", "opening_debit", "opening_credit")]
    public required string Kind { get; init; }

    /// <summary>0.01 to 999999999999.99, at most 2 decimals.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The day it counts on.</summary>
    public required DateOnly OccurredOn { get; init; }

    /// <summary>Only for shipments and opening debits.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Checks the input for a customer.</summary>
    public Refusal? TryRead(string customerId, DateOnly today, out Posting posting) =>
        Posting.TryCreate(Source, ExternalId, customerId, Kind, Amount, OccurredOn, DueOn, today, out posting);
}

/// <summary>A posting of a bulk request, which names its customer.</summary>
public sealed record BulkPostingInput : PostingInput
{
    /// <summary>Whose it is.</summary>
    public required string CustomerId { get; init; }
}
