namespace Lifecycle.Grains;

/// <summary>The clock of the business: the database's, plus one stored offset.</summary>
public interface IBusinessClock
{
    /// <summary>The instant now.</summary>
    DateTimeOffset Now { get; }

    /// <summary>The business day in the company's time zone.</summary>
    DateOnly Today { get; }

    /// <summary>The company's time zone.</summary>
    TimeZoneInfo Zone { get; }
}
