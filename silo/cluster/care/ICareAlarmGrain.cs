namespace Lifecycle.Cluster.Care;

/// <summary>The alarm clock of the whole cluster for planned messages: there is one.</summary>
[Alias("care-alarm")]
internal interface ICareAlarmGrain : IGrainWithStringKey
{
    /// <summary>Its key.</summary>
    const string Only = "care";

    /// <summary>Sets it to the next scheduled message, or off when there is none.</summary>
    [Alias("set")]
    Task Set();
}
