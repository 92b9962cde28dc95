using Lifecycle.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Lifecycle.Tests.Survival;

/// <summary>What a read meets while the database is ill is no bug of the silo's: 503 with Retry-After, not 500.</summary>
public sealed class BrokenMachineTests
{
    [Theory]
    [InlineData("53100", 503)] // disk full
    [InlineData("57P03", 503)] // starting up
    [InlineData("58030", 503)] // a disk that fails
    [InlineData("25006", 503)] // after a failover: still read-only
    [InlineData("42P01", 500)] // no such table: a bug
    public async Task A_read_that_fails(string state, int status)
    {
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        var handler = new FailureHandler(NullLogger<FailureHandler>.Instance);
        await handler.TryHandleAsync(http, new PostgresException("It failed.", "ERROR", "ERROR", state), CancellationToken.None);
        Assert.Equal((status, status == 503), (http.Response.StatusCode, http.Response.Headers.RetryAfter.Count > 0));
    }
}
