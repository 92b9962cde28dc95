namespace Lifecycle.Store;

/// <summary>The schema could not be brought up to date; the message says why in one line.</summary>
/// <param name="script">The file that failed and was rolled back; null: it did not come to any.</param>
public sealed class SchemaException(string? script, Exception reason)
    : Exception($"the schema could not be brought up to date: {(script is null ? "" : $"{script} was rolled back: ")}{reason.Message.ReplaceLineEndings(" ")}", reason);
