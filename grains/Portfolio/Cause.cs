namespace Lifecycle.Grains;

/// <summary>What moves the figures of a portfolio between two days.</summary>
public enum Cause
{
    /// <summary>What was recorded after the first day and changes what that day shows.</summary>
    LatePostings,

    /// <summary>Nothing but time: postings leave windows, debts fall due.</summary>
    PassingTime,

    /// <summary>Customers whose cooperation or first posting began after the first day.</summary>
    NewBusiness,

    /// <summary>What everybody else did, and what was decided about them, between the days.</summary>
    Behaviour,

    /// <summary>Another policy in force.</summary>
    ChangedPolicy,
}
