using Npgsql;

namespace Lifecycle.Api.Lists;

/// <summary>Parameters of statements that are put together.</summary>
internal static class Binding
{
    /// <summary>Adds a value to a command, and says its place.</summary>
    public static string Bind(this NpgsqlCommand command, object value)
    {
        command.Parameters.Add(new() { Value = value });
        return $"${command.Parameters.Count}";
    }
}
