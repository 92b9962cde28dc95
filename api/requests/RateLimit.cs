using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Lifecycle.Api.Requests;

/// <summary>
/// So many requests a second for each account, saved up for one second, and of some kinds so many at a time; beyond it 429 with
/// Retry-After.
/// </summary>
internal static class RateLimit
{
    /// <summary>The policy of requests that carry many commands, and wait for room in the queues with all of them in memory.</summary>
    public const string Bulk = "bulk";

    /// <summary>The policy of all others: what reads waits for a connection, while commands have queues with bounds of their own.</summary>
    public const string Other = "other";

    /// <summary>The policy of answers that never end, and hold no connection between two lines.</summary>
    public const string Endless = "endless";

    private const int MostBulk = 32;

    // Forty have a connection, the others wait for one.
    private const int MostReading = 256;

    // One is worked on, sixteen wait.
    private const int MostPast = 17;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static IServiceCollection AddRateLimit(this IServiceCollection services, int requestsPerSecond) => services.AddRateLimiter(options =>
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            RateLimitPartition.GetTokenBucketLimiter(http.Actor(), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = requestsPerSecond,
                TokensPerPeriod = requestsPerSecond,
                ReplenishmentPeriod = Second,
                QueueLimit = 0,
            }));
        options.AddConcurrencyLimiter(Bulk, bulk => (bulk.PermitLimit, bulk.QueueLimit) = (MostBulk, 0));
        options.AddPolicy(Other, http => !IsReading(http.Request) ? Unlimited
            : IsPast(http.Request) ? AtATime("past", MostPast)
            : AtATime("reading", MostReading));
        options.AddPolicy(Endless, _ => Unlimited);
        options.OnRejected = RefuseAsync;
    });

    private static RateLimitPartition<string> Unlimited => RateLimitPartition.GetNoLimiter("");

    private static RateLimitPartition<string> AtATime(string kind, int most) =>
        RateLimitPartition.GetConcurrencyLimiter(kind, _ => new() { PermitLimit = most, QueueLimit = 0 });

    private static bool IsReading(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    // Everything about the portfolio but its live figures goes through everybody, one question after the other.
    private static bool IsPast(HttpRequest request) => request.Path.StartsWithSegments("/api/v1/portfolio", StringComparison.OrdinalIgnoreCase, out var rest)
        && (rest.Value!.Trim('/').Length > 0 || request.Query.ContainsKey("asOf") || request.Query.ContainsKey("knownAt"));

    private static async ValueTask RefuseAsync(OnRejectedContext context, CancellationToken ct) =>
        await Problems.Problems.Of(StatusCodes.Status429TooManyRequests, "too-many-requests", "More requests than the rate limit allows.")
            .ExecuteAsync(context.HttpContext);
}
