namespace Lifecycle.Grains;

/// <summary>Money is whole cents of the deployment's one currency; these are the ways in and out.</summary>
public static class Money
{
    /// <summary>The largest amount a posting or a credit limit may have: 999 999 999 999.99.</summary>
    public const long MostCents = 99_999_999_999_999;

    /// <summary>Reads an amount from <paramref name="least"/> cents up to the largest, with at most 2 decimals.</summary>
    public static Refusal? TryCents(decimal amount, string field, long least, out long cents)
    {
        cents = 0;
        if (amount < least / 100m || amount > MostCents / 100m)
        {
            return new("amount-out-of-range", $"{field} must lie between {least / 100m:0.00} and 999999999999.99.", field);
        }

        if (decimal.Round(amount, 2) != amount)
        {
            return new("amount-too-precise", $"{field} must have at most 2 decimals.", field);
        }

        cents = (long)(amount * 100m);
        return null;
    }

    /// <summary>Cents as an amount with two decimals.</summary>
    public static decimal Amount(long cents) => new decimal(cents) / 100m;
}
