namespace Lifecycle.Cluster.Care;

/// <summary>What an alarm is set to.</summary>
[GenerateSerializer]
[Alias("care-alarm-state")]
internal sealed class CareAlarmState
{
    /// <summary>By the business clock; null: off.</summary>
    [Id(0)]
    public DateTimeOffset? RingsAt { get; set; }
}
