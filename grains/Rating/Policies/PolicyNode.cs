using System.Text.Json;

namespace Lifecycle.Grains;

/// <summary>The faults found so far.</summary>
internal sealed class PolicyReading
{
    public List<PolicyFault> Faults { get; } = [];
}

/// <summary>A place in a policy document. Reading the wrong kind of value notes a fault and goes on with a harmless one.</summary>
internal readonly struct PolicyNode(JsonElement element, string pointer, PolicyReading reading)
{
    public void Fault(string message) => reading.Faults.Add(new(pointer.Length == 0 ? "/" : pointer, message));

    public PolicyNode Child(string name)
    {
        if (MaybeChild(name) is { } child)
        {
            return child;
        }

        var missing = new PolicyNode(default, $"{pointer}/{name}", reading);
        if (element.ValueKind != JsonValueKind.Undefined)
        {
            missing.Fault("This is missing.");
        }

        return missing;
    }

    public PolicyNode? MaybeChild(string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child)
            ? new PolicyNode(child, $"{pointer}/{name}", reading)
            : null;

    public IEnumerable<PolicyNode> Items()
    {
        if (!Expect(JsonValueKind.Array, "a list"))
        {
            return [];
        }

        var (prefix, into) = (pointer, reading);
        return [.. element.EnumerateArray().Select((item, i) => new PolicyNode(item, $"{prefix}/{i}", into))];
    }

    public IEnumerable<(string Name, PolicyNode Node)> Fields()
    {
        if (!Expect(JsonValueKind.Object, "an object"))
        {
            return [];
        }

        var (prefix, into) = (pointer, reading);
        return [.. element.EnumerateObject().DistinctBy(f => f.Name).Select(f => (f.Name, new PolicyNode(f.Value, $"{prefix}/{Escaped(f.Name)}", into)))];
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

    /// <summary>A name as a step of a JSON pointer (RFC 6901).</summary>
    private static string Escaped(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

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
