using Lifecycle.Benchmarks.Preload;
using Lifecycle.Benchmarks.Support;
using Lifecycle.Grains;
using Lifecycle.Store.Policies;
using Npgsql;

namespace Lifecycle.Benchmarks.Ingest;

/// <summary>
/// What one would write without group commit: the rows of one posting in one batch and one transaction, on 32
/// connections. It even gets its decisions for free: state, rating and deltas are made beforehand.
/// </summary>
internal sealed class TransactionPerPosting : IAsyncDisposable
{
    private const int Connections = 32;
    private const int Made = 5000;

    // The silo's postings change an alert this often: 20 % of them, by the rows that its statements wrote in a run.
    private const int OneAlertIn = 5;

    // Shared, as the database is: two of these must not write the same rating.
    private static long version = 1_000_000;

    private readonly NpgsqlDataSource source;
    private readonly PreloadedCustomer[] made;
    private readonly DateTimeOffset now;

    private TransactionPerPosting(NpgsqlDataSource source, PreloadedCustomer[] made, DateTimeOffset now) =>
        (this.source, this.made, this.now) = (source, made, now);

    /// <param name="tuned">
    /// Whether the driver keeps statements prepared and resets nothing between two uses of a connection; false: as it comes,
    /// with each statement parsed and planned every time.
    /// </param>
    public static async Task<TransactionPerPosting> OpenAsync(string connectionString, BenchmarkOptions options, bool tuned)
    {
        var policies = new PolicyStore(new(connectionString));
        var now = BenchmarkServer.At(BenchmarkServer.Today);
        await policies.StartAsync(now, CancellationToken.None);
        var synthetic = new SyntheticPortfolio(options.Postings / options.Customers, BenchmarkServer.Today);
        var made = Enumerable.Range(0, Made).AsParallel().Select(n => PreloadedCustomer.Make(n, synthetic, policies.Book)).ToArray();
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = Connections };
        if (tuned)
        {
            (builder.MaxAutoPrepare, builder.AutoPrepareMinUsages, builder.NoResetOnClose) = (20, 2, true);
        }

        return new(NpgsqlDataSource.Create(builder.ConnectionString), made, now);
    }

    /// <summary>Postings per second.</summary>
    public async Task<double> RunAsync(PostingStream stream, TimeSpan time) => (await Load.RunAsync(Connections, time, async () =>
    {
        await using var connection = await source.OpenConnectionAsync();
        await WriteAsync(connection, stream.Next());
    })).PerSecond;

    public ValueTask DisposeAsync() => source.DisposeAsync();

    /// <summary>One batch without BEGIN is one transaction.</summary>
    private async Task WriteAsync(NpgsqlConnection connection, Posting posting)
    {
        var customer = made[Random.Shared.Next(made.Length)];
        var (standing, rating) = (customer.State.Standing!, customer.Rating);
        var next = Interlocked.Increment(ref version);
        await using var batch = new NpgsqlBatch(connection);
        Add(batch,
            """
            INSERT INTO posting (customer_id, source, external_id, kind, cents, occurred_on, due_on, recorded_at, import_id)
            VALUES ($1, $2, $3, $4, $5, $6, NULL, $7, NULL) ON CONFLICT (source, external_id) WHERE NOT released DO NOTHING
            """,
            posting.CustomerId, posting.Source, posting.ExternalId, (short)posting.Kind, posting.Cents, posting.OccurredOn, now);
        Add(batch,
            """
            UPDATE customer SET version = version + 1, packed = $2, state = $3, class = $4, score = $5, tier = $6, manager = $7, region = $8,
                sales = $9, receivable = $10, overdue = $11, rated_on = $12, next_review_on = $13 WHERE id = $1
            """,
            posting.CustomerId, PackedState.Pack(customer.State), standing.State, standing.Class, standing.ScoreHundredths, (short)standing.Tier,
            standing.Manager!, standing.Region!, standing.Sales, standing.Receivable, standing.Overdue, standing.RatedOn, standing.NextReviewOn!.Value);
        Add(batch,
            """
            INSERT INTO rating (customer_id, version, rated_on, recorded_at, policy_version, engine_version, class, score, tier, tier_computed, measures)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            posting.CustomerId, next, rating.Day, now, rating.PolicyVersion, (short)Rater.EngineVersion, rating.Class, rating.ScoreHundredths,
            (short)rating.Tier, (short)rating.TierComputed, PackedMeasures.Pack(rating.Measures));
        Add(batch,
            """
            INSERT INTO portfolio_delta (class, tier, manager, region, customers, sales, receivable, overdue, score)
            VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8)
            """,
            standing.Class, (short)standing.Tier, standing.Manager!, standing.Region!,
            (decimal)standing.Sales, (decimal)standing.Receivable, (decimal)standing.Overdue, (decimal)standing.ScoreHundredths);
        Add(batch, "INSERT INTO past_change (day, changes) VALUES ($1, 1)", posting.OccurredOn);
        if (next % OneAlertIn == 0)
        {
            AddAlert(batch, posting.CustomerId, next, standing.Manager!, rating.Day);
        }

        await batch.ExecuteNonQueryAsync();
    }

    private void AddAlert(NpgsqlBatch batch, string customerId, long number, string manager, DateOnly day)
    {
        Add(batch,
            """
            INSERT INTO alert (customer_id, kind, number, status, severity, from_value, to_value, manager, opened_on, raised_on, opened_at, updated_at, rating_version)
            VALUES ($1, 'state_changed', $2, 'open', 'info', 'mature', 'new', $3, $4, $4, $5, $5, $2)
            """,
            customerId, number, manager, day, now);
        Add(batch,
            """
            INSERT INTO alert_change (customer_id, kind, number, change, snapshot, recorded_at)
            SELECT a.customer_id, a.kind, a.number, 'opened', a, $3 FROM alert a WHERE a.customer_id = $1 AND a.kind = 'state_changed' AND a.number = $2
            """,
            customerId, number, now);
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        batch.BatchCommands.Add(command);
    }
}
