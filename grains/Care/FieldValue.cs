namespace Lifecycle.Grains;

/// <summary>What a field of a template holds, and so by which helper it is written.</summary>
public enum FieldKind
{
    /// <summary>Words.</summary>
    Text,

    /// <summary>A day.</summary>
    Date,

    /// <summary>An amount in the deployment's one currency.</summary>
    Money,

    /// <summary>A whole number.</summary>
    Integer,
}

/// <summary>The value of a field that a template may name. One without a value is null.</summary>
public abstract record FieldValue;

/// <summary>Words; empty ones count as none.</summary>
public sealed record TextValue(string Text) : FieldValue;

/// <summary>A day.</summary>
public sealed record DateValue(DateOnly Day) : FieldValue;

/// <summary>An amount in cents.</summary>
public sealed record MoneyValue(long Cents) : FieldValue;

/// <summary>A whole number.</summary>
public sealed record IntegerValue(int Number) : FieldValue;
