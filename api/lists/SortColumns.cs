namespace Lifecycle.Api.Lists;

/// <summary>What a list can be sorted by, under the names that requests use.</summary>
/// <param name="key">Of a column that differs from row to row.</param>
/// <param name="more">Where it is several that differ together, the others.</param>
/// <remarks>Nobody can declare a list without its key: rows that no order tells apart get lost between pages.</remarks>
public sealed class SortColumns(string key, params string[] more)
{
    private readonly Dictionary<string, SortColumn> columns = new(StringComparer.Ordinal);

    /// <summary>The names, in the order in which they were given.</summary>
    public IReadOnlyCollection<string> Names => columns.Keys;

    /// <summary>The columns that together name one row: they end every order.</summary>
    public IEnumerable<SortColumn> Key => more.Prepend(key).Select(name => columns[name]);

    /// <summary>The order by the key alone.</summary>
    public string KeyOrder => string.Join(',', more.Prepend(key));

    /// <summary>A column.</summary>
    public SortColumn this[string name]
    {
        init => columns[name] = value;
    }

    /// <summary>The column of a name; null: there is none.</summary>
    public SortColumn? Find(string name) => columns.GetValueOrDefault(name);
}
