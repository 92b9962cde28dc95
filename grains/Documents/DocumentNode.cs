using System.Globalization;
using System.Text.Json;

namespace Lifecycle.Grains;

/// <summary>A place in a document of rules, be it a policy or a scorecard. Reading the wrong kind of value notes a fault and goes on with a harmless one.</summary>
internal readonly struct DocumentNode(JsonElement element, string pointer, DocumentReading reading)
{
    public void Fault(string message) => reading.Faults.Add(new(pointer.Length == 0 ? "/" : pointer, message));

    public DocumentNode Child(string name)
    {
        if (MaybeChild(name) is { } child)
        {
            return child;
        }

        var missing = new DocumentNode(default, $"{pointer}/{name}", reading);
        if (element.ValueKind != JsonValueKind.Undefined)
        {
            missing.Fault("This is missing.");
        }

        return missing;
    }

    public DocumentNode? MaybeChild(string name)
    {
        reading.Known.Add($"{pointer}/{name}");
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child)
            ? new DocumentNode(child, $"{pointer}/{name}", reading)
            : null;
    }

    /// <summary>Names the fields, here and below, that nothing has looked at, and those that are there twice.</summary>
    public void FaultUnknown()
    {
        var (prefix, into) = (pointer, reading);
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in Items())
            {
                item.FaultUnknown();
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var field in element.EnumerateObject())
            {
                var node = new DocumentNode(field.Value, $"{prefix}/{Escaped(field.Name)}", into);
                if (!seen.Add(field.Name))
                {
                    node.Fault("This is there twice.");
                }
                else if (!into.Known.Contains($"{prefix}/{Escaped(field.Name)}"))
                {
                    node.Fault("There is no such field.");
                }
                else
                {
                    node.FaultUnknown();
                }
            }
        }
    }

    /// <summary>Whether it is there and says that there is none.</summary>
    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    /// <summary>Whether it is a text without a character.</summary>
    public bool IsEmptyText => element.ValueKind == JsonValueKind.String && element.ValueEquals("");

    public IEnumerable<DocumentNode> Items()
    {
        if (!Expect(JsonValueKind.Array, "a list"))
        {
            return [];
        }

        var (prefix, into) = (pointer, reading);
        return [.. element.EnumerateArray().Select((item, i) => new DocumentNode(item, $"{prefix}/{i}", into))];
    }

    public IEnumerable<(string Name, DocumentNode Node)> Fields()
    {
        if (!Expect(JsonValueKind.Object, "an object"))
        {
            return [];
        }

        var (prefix, into) = (pointer, reading);
        into.Known.UnionWith(element.EnumerateObject().Select(f => $"{prefix}/{Escaped(f.Name)}"));
        return [.. element.EnumerateObject().DistinctBy(f => f.Name).Select(f => (f.Name, new DocumentNode(f.Value, $"{prefix}/{Escaped(f.Name)}", into)))];
    }

    public string Text() => Expect(JsonValueKind.String, "text") ? element.GetString()! : "";

    public decimal Number()
    {
        if (!Expect(JsonValueKind.Number, "a number"))
        {
            return 0;
        }

        if (element.TryGetDecimal(out var value) && Math.Abs(value) < 1_000_000_000_000_000m && value.Scale <= 9)
        {
            return value;
        }

        Fault("A number has at most 15 digits before and 9 after the point.");
        return 0;
    }

    public bool Flag()
    {
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return element.GetBoolean();
        }

        Expect(JsonValueKind.True, "true or false");
        return false;
    }

    public int Whole(int least, int most)
    {
        var value = Number();
        if (value == decimal.Floor(value) && value >= least && value <= most)
        {
            return (int)value;
        }

        Fault($"This is a whole number from {least} to {most}.");
        return least;
    }

    /// <summary>A month and a day of every year, written 04-01; null: a fault.</summary>
    public DateOnly? DayOfYear(string fault)
    {
        // In a common year, so that 29 February is none.
        if (DateOnly.TryParseExact("2001-" + Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Fault(fault);
        return null;
    }

    /// <summary>A name as a step of a JSON pointer (RFC 6901).</summary>
    public static string Escaped(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private bool Expect(JsonValueKind kind, string what)
    {
        if (element.ValueKind == kind)
        {
            return true;
        }

        if (element.ValueKind != JsonValueKind.Undefined)
        {
            Fault($"This is {what}.");
        }

        return false;
    }
}
