using Microsoft.Extensions.Logging;

namespace Lifecycle.Api.Imports.Running;

/// <summary>What imports report: figures and ids of imports, never what is in them.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Import {ImportId} ({Kind}, {Mode}) starts at row {Processed} of {Total}")]
    public static partial void Started(ILogger log, Guid importId, ImportKind kind, ImportMode mode, long processed, long total);

    [LoggerMessage(Level = LogLevel.Information, Message = "Import {ImportId} is at row {Processed} of {Total}")]
    public static partial void Advanced(ILogger log, Guid importId, long processed, long total);

    [LoggerMessage(Level = LogLevel.Information, Message = "Import {ImportId} ends: {Accepted} accepted, {Duplicates} duplicates, {Rejected} rejected in {Seconds:0.0} s")]
    public static partial void Ended(ILogger log, Guid importId, long accepted, long duplicates, long rejected, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Import {ImportId} was cancelled after {Processed} rows")]
    public static partial void Cancelled(ILogger log, Guid importId, long processed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Import {ImportId} failed: {Code}")]
    public static partial void Failed(ILogger log, Guid importId, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "Import {ImportId} broke off")]
    public static partial void Broke(ILogger log, Guid importId, Exception reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The work on imports stumbled and is taken up again")]
    public static partial void Stumbled(ILogger log, Exception reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Import {ImportId} is being undone, from customer {Processed} of {Total} on")]
    public static partial void UndoStarted(ILogger log, Guid importId, long processed, long total);

    [LoggerMessage(Level = LogLevel.Information, Message = "Import {ImportId} is undone for {Processed} customers")]
    public static partial void UndoAdvanced(ILogger log, Guid importId, long processed);

    [LoggerMessage(Level = LogLevel.Information, Message = "The undoing of import {ImportId} ends: {Processed} customers, changed: {Outcome}, in {Seconds:0.0} s")]
    public static partial void UndoEnded(ILogger log, Guid importId, long processed, string outcome, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "The undoing of import {ImportId} was taken over by another silo after {Processed} customers")]
    public static partial void UndoTakenOver(ILogger log, Guid importId, long processed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An import waits for the database: {Reason}")]
    public static partial void Waiting(ILogger log, string reason);
}
