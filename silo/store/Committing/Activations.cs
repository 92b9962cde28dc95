using Lifecycle.Grains;

namespace Lifecycle.Store.Committing;

/// <summary>
/// The customers that a committer holds in memory. Two generations bound them: what was not touched while the young
/// generation filled up once is dropped. Used by one committer alone.
/// </summary>
internal sealed class Activations(int capacity)
{
    private const int MostDoubted = 10_000;

    private Dictionary<string, CustomerState> young = new(StringComparer.Ordinal);
    private Dictionary<string, CustomerState> old = new(StringComparer.Ordinal);
    private readonly HashSet<string> doubted = new(StringComparer.Ordinal);

    /// <summary>How many are held; read by others, so only nearly right.</summary>
    public int Count => young.Count + old.Count;

    public CustomerState? Find(string id)
    {
        if (young.TryGetValue(id, out var state))
        {
            return state;
        }

        if (old.Remove(id, out state))
        {
            Put(state);
        }

        return state;
    }

    /// <summary>Whether an id turned out to be nobody's, not long ago.</summary>
    public bool IsDoubted(string id) => doubted.Contains(id);

    /// <summary>Remembers that an id is nobody's, until somebody comes of it or too many are remembered.</summary>
    public void Doubt(string id)
    {
        Drop(id);
        if (doubted.Count >= MostDoubted)
        {
            doubted.Clear();
        }

        doubted.Add(id);
    }

    public void Put(CustomerState state)
    {
        doubted.Remove(state.Id);
        if (young.Count >= Math.Max(1, capacity / 2) && !young.ContainsKey(state.Id))
        {
            (old, young) = (young, new(StringComparer.Ordinal));
        }

        young[state.Id] = state;
    }

    public void Drop(string id)
    {
        young.Remove(id);
        old.Remove(id);
    }

    public void DropAll()
    {
        young.Clear();
        old.Clear();
    }
}
