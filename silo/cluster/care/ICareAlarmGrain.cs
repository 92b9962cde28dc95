namespace Lifecycle.Cluster.Care;

/// <summary>The alarm clock for one customer's messages.</summary>
[Alias("care-alarm")]
internal interface ICareAlarmGrain : IGrainWithStringKey
{
    /// <summary>Sets it to the customer's next scheduled message, or off when there is none.</summary>
    [Alias("set")]
    Task Set();
}
