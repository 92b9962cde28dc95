using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Lifecycle.Api.Requests;

/// <summary>
/// So many requests a second for each account, saved up for one second, and so many bulk requests at a time; beyond it 429 with
/// Retry-After.
/// </summary>
internal static class RateLimit
{
    /// <summary>The policy of requests that carry many commands, and wait for room in the queues with all of them in memory.</summary>
    public const string Bulk = "bulk";

    private const int MostBulk = 32;

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
        options.OnRejected = RefuseAsync;
    });

    private static async ValueTask RefuseAsync(OnRejectedContext context, CancellationToken ct)
    {
        context.HttpContext.Response.Headers.RetryAfter = Second.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        await Problems.Problems.Of(StatusCodes.Status429TooManyRequests, "too-many-requests", "More requests than the rate limit allows.")
            .ExecuteAsync(context.HttpContext);
    }
}
