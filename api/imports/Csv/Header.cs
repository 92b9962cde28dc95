using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Csv;

/// <summary>The first row of a file: which column stands where. Names are matched without regard to case.</summary>
internal sealed class Header
{
    private readonly Dictionary<string, int> columns = new(StringComparer.OrdinalIgnoreCase);

    private Header(string raw, int count) => (Raw, Count) = (raw, count);

    /// <summary>As it was sent.</summary>
    public string Raw { get; }

    /// <summary>How many columns it names.</summary>
    public int Count { get; }

    /// <summary>Where a column stands; −1: nowhere.</summary>
    public int this[string name] => columns.GetValueOrDefault(name, -1);

    /// <summary>Checks a header against the layout of its kind. A column nobody knows is a typo, not to be passed over.</summary>
    public static Refusal? TryRead(string raw, string[] names, ImportKind kind, out Header header)
    {
        var found = header = new Header(raw, names.Length);
        if (names is [var only] && only.AsSpan().IndexOfAny(";\t|，；") is var at && at >= 0)
        {
            return new("import-delimiter", $"The columns must be separated by commas, not by {Name(only[at])}.");
        }

        var layout = Layout.Of(kind);
        var (unknown, repeated) = (new List<string>(), new List<string>());
        for (var i = 0; i < names.Length; i++)
        {
            var name = names[i].Trim();
            if (Layout.Added.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!layout.Required.Concat(layout.Optional).Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                unknown.Add(name.Length == 0 ? $"(column {i + 1} has no name)" : name);
            }
            else if (!found.columns.TryAdd(name, i))
            {
                repeated.Add(name);
            }
        }

        var missing = layout.Required.Where(name => found[name] < 0).ToList();
        if (found["birthday_calendar"] >= 0 && found["birthday"] < 0)
        {
            missing.Add("birthday");
        }

        return Fault("import-columns-missing", "Columns are missing", missing)
            ?? Fault("import-columns-unknown", "Columns are unknown", unknown)
            ?? Fault("import-columns-repeated", "Columns are there twice", repeated);
    }

    private static Refusal? Fault(string code, string message, List<string> names) =>
        names.Count == 0 ? null : new(code, $"{message}: {string.Join(", ", names)}.");

    private static string Name(char separator) => separator == '\t' ? "tabs" : $"'{separator}'";
}
