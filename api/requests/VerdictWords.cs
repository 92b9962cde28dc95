using Lifecycle.Grains;

namespace Lifecycle.Api.Requests;

/// <summary>What became of a command, in the words of the interface.</summary>
internal static class VerdictWords
{
    public static string Word(this VerdictStatus status) => status switch
    {
        VerdictStatus.Accepted => "accepted",
        VerdictStatus.Duplicate => "duplicate",
        _ => "rejected",
    };
}
