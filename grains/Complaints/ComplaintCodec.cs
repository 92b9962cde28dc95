using System.Text.Json;

namespace Lifecycle.Grains;

/// <summary>Events about complaints as (type, JSON), in the words of the timeline, which shows them as they are. Notes stay out.</summary>
internal static class ComplaintCodec
{
    /// <summary>With this begins the type of every event about complaints.</summary>
    public const string Prefix = "complaint-";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static (string Type, string Payload) Encode(ComplaintEvent happened) => happened switch
    {
        ComplaintReceived e => ("complaint-received", Write(e)),
        ComplaintAssigned e => ("complaint-assigned", Write(e)),
        ComplaintSolved e => ("complaint-solved", Write(e)),
        ComplaintConfirmed e => ("complaint-confirmed", Write(e)),
        ComplaintReopened e => ("complaint-reopened", Write(e)),
        _ => throw new InvalidOperationException($"No stored form for {happened.GetType().Name}."),
    };

    public static ComplaintEvent Decode(string type, string payload) => type switch
    {
        "complaint-received" => Read<ComplaintReceived>(payload),
        "complaint-assigned" => Read<ComplaintAssigned>(payload),
        "complaint-solved" => Read<ComplaintSolved>(payload),
        "complaint-confirmed" => Read<ComplaintConfirmed>(payload),
        "complaint-reopened" => Read<ComplaintReopened>(payload),
        _ => throw new InvalidDataException($"An event of the unknown type {type}."),
    };

    private static string Write<T>(T happened) => JsonSerializer.Serialize(happened, Options);

    private static T Read<T>(string payload) => JsonSerializer.Deserialize<T>(payload, Options)!;
}
