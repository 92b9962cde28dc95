using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Ratings;

using Lifecycle.Tests.Grains.Oracle;

/// <summary>The product against the oracle on every customer of two real ledgers.</summary>
public sealed class RealLedgerTests
{
    [SharedDataFact]
    public void OnlineRetail() => Compare("online-retail", "2011-12-09", "2011-06-30");

    [SharedDataFact]
    public void Receivables() => Compare("receivables", "2013-09-30", "2013-01-31");

    private static void Compare(string dataSet, params string[] days)
    {
        foreach (var (id, c) in OracleCsv.Customers(Path.Combine(SharedData.Folder!, dataSet)))
        {
            var state = FromOracle.State(c);
            var compacted = state with { Movements = state.Movements.Compact(state.Profile, Make.Day(days[0]), limit: 3) };
            try
            {
                Same.Rated(Oracle.Rate(c, Make.Day(days[0]), OracleWindow.Trailing), Rater.Rate(compacted, Make.Day(days[0]), Make.DefaultPolicy));
                foreach (var day in days.Select(Make.Day))
                {
                    var rating = Rater.Rate(state, day, Make.DefaultPolicy);
                    Same.Measured(Oracle.Measure(c, day, OracleWindow.Trailing), rating.Measures, trailingYear: false);
                    Same.Rated(Oracle.Rate(c, day, OracleWindow.Trailing), rating);
                }
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{dataSet} {id}: {e.Message}", e);
            }
        }
    }
}
