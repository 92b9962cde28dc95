namespace Lifecycle.Grains;

/// <summary>预警: something that an account manager must know or do about one customer.</summary>
/// <param name="Number">The version of the customer that opened it; with the kind it names the alert for good.</param>
/// <param name="From">Where a change began: a state, a tier; for an order gap the day of the last shipment; for complaints the last day on which the first was in time.</param>
/// <param name="To">Where it led so far: a state, a tier; for overdue the number of days reached; for complaints how many are overdue.</param>
/// <param name="RaisedOn">Since when it has been open as severe as it is: what waits for an acknowledgement is counted from here.</param>
/// <param name="ClosedBy">The import that closed it, which may not open another one of the kind.</param>
/// <param name="Escalated">When and to whom it was passed on, for as long as that is about the alert as it is now.</param>
public sealed record Alert(
    AlertKind Kind, long Number, AlertStatus Status, AlertSeverity Severity, string? From, string? To,
    DateOnly OpenedOn, DateOnly RaisedOn, Guid? ClosedBy = null, Escalation? Escalated = null)
{
    /// <summary>Whether what it is about goes on.</summary>
    public bool Stands => Status != AlertStatus.Closed;
}

/// <summary>What became of an alert.</summary>
public enum AlertNews
{
    /// <summary>It is new.</summary>
    Opened,

    /// <summary>It goes on, but differently, or belongs to another manager.</summary>
    Updated,

    /// <summary>Somebody took note.</summary>
    Acknowledged,

    /// <summary>Nobody took note in time, so it was passed on.</summary>
    Escalated,

    /// <summary>It is over.</summary>
    Closed,
}

/// <summary>A change of one alert.</summary>
/// <param name="Alert">After the change.</param>
/// <param name="Reason">Of a closed one: why.</param>
public sealed record AlertChange(AlertNews News, Alert Alert, string? Reason = null)
{
    /// <summary>Whom an escalation that this change ended had told: they are told of its end as well.</summary>
    public string? FormerSuperior { get; init; }

    /// <summary>The word of the interface and of the tables.</summary>
    public string Word => News switch
    {
        AlertNews.Opened => "opened",
        AlertNews.Updated => "updated",
        AlertNews.Acknowledged => "acknowledged",
        AlertNews.Escalated => "escalated",
        _ => "closed",
    };
}
