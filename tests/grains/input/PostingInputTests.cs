using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Input;

/// <summary>Every bad input of a posting has a code and names its field.</summary>
public sealed class PostingInputTests
{
    private static readonly DateOnly Today = Make.Day("2024-07-01");

    [Theory]
    [InlineData("0", "amount-out-of-range")]
    [InlineData("-0.01", "amount-out-of-range")]
    [InlineData("-999999999999.99", "amount-out-of-range")]
    [InlineData("0.009", "amount-out-of-range")]
    [InlineData("0.001", "amount-out-of-range")]
    [InlineData("1000000000000", "amount-out-of-range")]
    [InlineData("999999999999.991", "amount-out-of-range")]
    [InlineData("79228162514264337593543950335", "amount-out-of-range")]
    [InlineData("0.011", "amount-too-precise")]
    [InlineData("1.0000000000000000000000000001", "amount-too-precise")]
    [InlineData("999999999999.989", "amount-too-precise")]
    public void BadAmounts(string amount, string code) =>
        Assert.Equal((code, "amount"), Refused(amount: decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("0.01", 1)]
    [InlineData("0.010", 1)]
    [InlineData("1.10000000", 110)]
    [InlineData("999999999999.99", 99_999_999_999_999)]
    public void GoodAmounts(string amount, long cents)
    {
        var refusal = Create(out var posting, amount: decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Null(refusal);
        Assert.Equal(cents, posting.Cents);
        Assert.Equal(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), Money.Amount(cents));
    }

    [Theory]
    [InlineData("2024-07-02", null, "date-in-future", "occurredOn")]
    [InlineData("9999-12-31", null, "date-in-future", "occurredOn")]
    [InlineData("1899-12-31", null, "date-out-of-range", "occurredOn")]
    [InlineData("0001-01-01", null, "date-out-of-range", "occurredOn")]
    [InlineData("2024-07-01", "2024-06-30", "due-before-occurred", "dueOn")]
    [InlineData("2024-07-01", "2200-01-01", "date-out-of-range", "dueOn")]
    public void BadDays(string on, string? due, string code, string field) => Assert.Equal((code, field), Refused(on: on, due: due));

    [Theory]
    [InlineData("2024-07-01", "2024-07-01")]
    [InlineData("1900-01-01", "2199-12-31")]
    [InlineData("2024-02-29", null)]
    public void GoodDays(string on, string? due) => Assert.Null(Create(out _, on: on, due: due));

    [Theory]
    [InlineData("shipment", true)]
    [InlineData("opening_debit", true)]
    [InlineData("repayment", false)]
    [InlineData("return", false)]
    [InlineData("refund", false)]
    [InlineData("write_off", false)]
    [InlineData("opening_credit", false)]
    public void OnlyShipmentsAndOpeningDebitsAreDue(string kind, bool may)
    {
        Assert.Null(Create(out var posting, kind: kind));
        Assert.Equal(kind, posting.Kind.Name());
        Assert.Equal(may, Create(out _, kind: kind, due: "2024-07-31") is null);
        Assert.Equal(may ? null : "due-not-allowed", Create(out _, kind: kind, due: "2024-07-31")?.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Shipment")]
    [InlineData("write-off")]
    [InlineData("1")]
    public void UnknownKinds(string? kind) => Assert.Equal(("unknown-kind", "kind"), Refused(kind: kind));

    [Fact]
    public void EveryIdIsChecked()
    {
        Assert.Equal(("required", "source"), Refused(source: null));
        Assert.Equal(("required", "externalId"), Refused(externalId: ""));
        Assert.Equal(("required", "customerId"), Refused(customerId: null));
        Assert.Equal(("text-invalid", "source"), Refused(source: "a\0b"));
        Assert.Equal(("text-invalid", "externalId"), Refused(externalId: "a" + (char)0xD800));
        Assert.Equal(("text-too-long", "customerId"), Refused(customerId: new string('x', 101)));
        Assert.Null(Create(out _, customerId: new string('x', 100)));
    }

    [Fact]
    public void ARefusalLeavesNoPosting()
    {
        Create(out var posting, amount: 0);

        Assert.Null(posting);
    }

    private static (string, string?) Refused(
        string? source = "s", string? externalId = "e", string? customerId = "c", string? kind = "shipment", decimal amount = 1,
        string on = "2024-07-01", string? due = null)
    {
        var refusal = Create(out _, source, externalId, customerId, kind, amount, on, due);
        Assert.NotNull(refusal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        return (refusal.Code, refusal.Field);
    }

    private static Refusal? Create(
        out Posting posting, string? source = "s", string? externalId = "e", string? customerId = "c", string? kind = "shipment",
        decimal amount = 1, string on = "2024-07-01", string? due = null) =>
        Posting.TryCreate(source, externalId, customerId, kind, amount, Make.Day(on), due is null ? null : Make.Day(due), Today, out posting);
}
