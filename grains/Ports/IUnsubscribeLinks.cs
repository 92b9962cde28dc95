namespace Lifecycle.Grains;

/// <summary>Links by which a contact takes itself off a channel without signing in.</summary>
public interface IUnsubscribeLinks
{
    /// <summary>The link of a decision's contact and channel: always the same, and nobody can make up another's.</summary>
    Uri For(CareKey key);

    /// <summary>The key of the message whose link ends in this; null: it is none of ours.</summary>
    string? Read(string token);
}
