using Lifecycle.Api.Problems;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Requests;

/// <summary>Reading which day is looked at, and from which day's knowledge.</summary>
public static class KnownDays
{
    /// <summary>The parameter, for the published description.</summary>
    public static QueryParameter Parameter { get; } =
        Query.Day("knownAt", "Answer by what was known at the end of this day, from the day looked at up to today. Absent: by what is known now.");

    /// <summary>The day looked at, and what was known when; null: by what is known now. Where only that is named, it is the day looked at, too.</summary>
    public static (DateOnly Day, KnownAt? Known) KnownDay(this HttpRequest request, string name, IBusinessClock clock)
    {
        if (request.Day("knownAt") is null)
        {
            return (request.PastDay(name, clock.Today), null);
        }

        var known = request.PastDay("knownAt", clock.Today);
        var day = request.PastDay(name, clock.Today, otherwise: known);
        return known < day
            ? throw new RefusedException(new("known-before-day", $"knownAt lies before {name}: nothing was known of that day yet.", "knownAt"))
            : (day, KnownAt.EndOf(known, clock));
    }
}
