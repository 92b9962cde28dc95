using System.Globalization;

namespace Lifecycle.Tests.Grains.Oracle;

/// <summary>Reads a data set in the import layout; the shared ones quote nothing, so a plain split does.</summary>
public static class OracleCsv
{
    /// <summary>Customers by id, with their postings in the order of the file.</summary>
    public static IReadOnlyDictionary<string, OracleCustomer> Customers(string folder)
    {
        var postings = Rows(Path.Combine(folder, "postings.csv")).ToLookup(row => row["customer_id"], Posting);
        var customers = Rows(Path.Combine(folder, "customers.csv"))
            .ToDictionary(row => row["id"], row => Customer(row) with { Postings = postings[row["id"]].ToList() });

        // A posting of a customer who is not listed would be lost without a word.
        Assert.All(postings, ofOne => Assert.Contains(ofOne.Key, customers.Keys));
        return customers;
    }

    private static OracleCustomer Customer(Dictionary<string, string> row) => new()
    {
        CustomerSince = Fact(row["customer_since"], text => (DateOnly?)Day(text)),
        CreditLimit = Fact(row["credit_limit"], text => (decimal?)Number(text)),
        CreditDays = Fact(row["credit_days"], text => (int?)int.Parse(text, CultureInfo.InvariantCulture)),
        CollectionDifficult = Fact(row["collection_difficult"], bool.Parse),
        Complexity = Fact(row["complexity"], text => (decimal?)Number(text)),
    };

    private static OraclePosting Posting(Dictionary<string, string> row) => new(
        $"{row["source"]}/{row["external_id"]}", row["kind"], Number(row["amount"]), Day(row["occurred_on"]),
        row["due_on"] == "" ? null : Day(row["due_on"]));

    // A first value holds before its day too, so any day does.
    private static IReadOnlyList<OracleFact<T>> Fact<T>(string cell, Func<string, T> read) =>
        cell == "" ? [] : [new OracleFact<T>(new DateOnly(2000, 1, 1), read(cell))];

    private static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        var lines = File.ReadLines(file).Select(line => line.Split(',')).ToList();
        return lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
