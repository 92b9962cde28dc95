using Lifecycle.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Lifecycle.Tests.Survival;

/// <summary>What a request meets while database or disk are ill is no bug of the silo's: 503 with Retry-After, not 500.</summary>
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
        var http = await HandleAsync(new PostgresException("It failed.", "ERROR", "ERROR", state));
        Assert.Equal((status, status == 503), (http.Response.StatusCode, http.Response.Headers.RetryAfter.Count > 0));
    }

    [Theory]
    [InlineData(28, 503)] // no space left
    [InlineData(5, 500)] // another fault of the disk: the log should have it
    public async Task A_write_that_fails(int error, int status)
    {
        var http = await HandleAsync(new IOException("It failed.", error));
        Assert.Equal((status, status == 503), (http.Response.StatusCode, http.Response.Headers.RetryAfter.Count > 0));
    }

    private static async Task<HttpContext> HandleAsync(Exception failure)
    {
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await new FailureHandler(NullLogger<FailureHandler>.Instance).TryHandleAsync(http, failure, CancellationToken.None);
        return http;
    }
}
