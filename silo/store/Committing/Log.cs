using Microsoft.Extensions.Logging;

namespace Lifecycle.Store.Committing;

/// <summary>What the commit machinery reports. Ids of customers, never their data.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Customer {CustomerId} is quarantined: {Reason}")]
    public static partial void Quarantined(ILogger log, string customerId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Customer {CustomerId} is out of quarantine again; {Actor} released it")]
    public static partial void Released(ILogger log, string customerId, string actor);

    [LoggerMessage(Level = LogLevel.Error, Message = "A single command of customer {CustomerId} cannot be stored")]
    public static partial void Culprit(ILogger log, string customerId, Exception reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of {Items} ended in a way that nobody thought of")]
    public static partial void Unexpected(ILogger log, int items, Exception reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Gave up a batch of {Items} after repeated contention")]
    public static partial void GaveUp(ILogger log, int items, Exception reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is gone; {Items} commands were answered with 503: {Reason}")]
    public static partial void DatabaseGone(ILogger log, int items, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No reply to COMMIT, asking for its outcome: {Reason}")]
    public static partial void InDoubt(ILogger log, string reason);
}
