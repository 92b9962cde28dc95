using Lifecycle.Cluster.Messages;
using Lifecycle.Grains;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Lifecycle.Cluster.Tests;

/// <summary>Verdicts from silo to silo: as they were given, and no larger than what callers are told.</summary>
public sealed class AnsweredTests
{
    private const int Most = 200;

    private static readonly Standing Standing = new(
        new(2026, 6, 15), new(2026, 7, 15), 3, "mature.abnormal", 71_50, 2, 1, 1_234_567_89, 98_765_43, 12_00, "li.na", "East");

    public static TheoryData<string> Verdicts => [.. All.Keys];

    private static IReadOnlyDictionary<string, Verdict> All { get; } = new Dictionary<string, Verdict>
    {
        ["rated"] = new(VerdictStatus.Accepted, null, new("c", 9, Standing)) { IsNewCustomer = true },
        ["bare"] = new(VerdictStatus.Duplicate, null, new("c", 1, Standing with { NextReviewOn = null, Manager = null, Region = null })),
        ["refused"] = new(VerdictStatus.Refused, new("code", "message", "field"), null),
        ["unavailable"] = new(VerdictStatus.Unavailable, new("code", "message"), null),
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public async Task Arrive_as_they_were_given(string verdict)
    {
        await using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var bytes = serializer.SerializeToArray(new Answered(All[verdict]));
        Assert.Equal(All[verdict], serializer.Deserialize<Answered>(bytes)!.Verdict);
        Assert.InRange(bytes.Length, 1, Most);
    }
}
