using System.Globalization;
using System.Text;
using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Lifecycle.Api.Lists;

/// <summary>Filters of a list that take one or more words each, separated by commas.</summary>
/// <param name="filters">By name: a condition over an array of words, {0}, and the words there are; null: any.</param>
internal sealed class WordFilters(Dictionary<string, (string Condition, IReadOnlyList<string>? Words)> filters)
{
    /// <summary>Adds what a request filters by to a command, and says it in SQL.</summary>
    public string Of(HttpRequest request, NpgsqlCommand command)
    {
        var where = new StringBuilder("true");
        foreach (var (name, (_, known)) in filters)
        {
            if (request.Text(name) is not { } value)
            {
                continue;
            }

            var words = value.Split(',');
            if (known is not null && Array.Exists(words, w => !known.Contains(w)))
            {
                throw new RefusedException(new("invalid-parameter", $"{name} must be of {string.Join(", ", known)}.", name));
            }

            where.Append(" AND ").Append(Add(name, words, command));
        }

        return where.ToString();
    }

    /// <summary>Adds one condition to a command, and says it in SQL.</summary>
    public string Add(string name, string[] words, NpgsqlCommand command) =>
        string.Format(CultureInfo.InvariantCulture, filters[name].Condition, command.Bind(words));
}
