using Lifecycle.Grains;

namespace Lifecycle.Cluster.Messages;

/// <summary>The verdict on a command as it comes back from its customer's grain.</summary>
internal sealed record Answered(Verdict Verdict);

/// <summary>An <see cref="Answered"/> between two silos: as small as what callers are told, whatever the customer's ledger holds.</summary>
[GenerateSerializer]
[Alias("answered")]
internal struct AnsweredOnTheWire
{
    [Id(0)]
    public int Status;

    [Id(1)]
    public string? Code;

    [Id(2)]
    public string? Message;

    [Id(3)]
    public string? Field;

    [Id(4)]
    public string? Customer;

    [Id(5)]
    public long Version;

    // 6 was the whole state.
    [Id(7)]
    public bool IsNewCustomer;

    [Id(8)]
    public Standing? Standing;
}

/// <summary>Within a silo nothing is converted.</summary>
[RegisterConverter]
internal sealed class AnsweredConverter : IConverter<Answered, AnsweredOnTheWire>
{
    public Answered ConvertFromSurrogate(in AnsweredOnTheWire surrogate) => new(new Verdict(
        (VerdictStatus)surrogate.Status,
        surrogate.Code is null ? null : new(surrogate.Code, surrogate.Message!, surrogate.Field),
        surrogate.Standing is null ? null : new(surrogate.Customer!, surrogate.Version, surrogate.Standing))
    {
        IsNewCustomer = surrogate.IsNewCustomer,
    });

    public AnsweredOnTheWire ConvertToSurrogate(in Answered value) => new()
    {
        Status = (int)value.Verdict.Status,
        Code = value.Verdict.Refusal?.Code,
        Message = value.Verdict.Refusal?.Message,
        Field = value.Verdict.Refusal?.Field,
        Customer = value.Verdict.Rated?.Id,
        Version = value.Verdict.Rated?.Version ?? 0,
        IsNewCustomer = value.Verdict.IsNewCustomer,
        Standing = value.Verdict.Rated?.Standing,
    };
}
