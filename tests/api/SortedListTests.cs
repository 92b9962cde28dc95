using Lifecycle.Api.Lists;
using Lifecycle.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Lifecycle.Tests.Api;

/// <summary>Lists whose rows are equal in what they are sorted by: the key tells them apart, or there is no list.</summary>
public sealed class SortedListTests : IAsyncLifetime
{
    // Six rows; neither column is the same in all, neither differs in each.
    private static readonly ListQuery<string> Rows = new("concat(v.a, v.b)", "(SELECT a, b FROM generate_series(1, 3) a, generate_series(1, 2) b) v", row => row.GetString(0));

    private NpgsqlDataSource database = null!;

    public async Task InitializeAsync() => database = NpgsqlDataSource.Create(await TestPostgres.CreateDatabaseAsync());

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Theory]
    [InlineData("", "11 12 21 22 31 32")]
    [InlineData("&sort=b", "11 21 31 12 22 32")]
    [InlineData("&sort=-b", "32 22 12 31 21 11")]
    [InlineData("&sort=-a", "32 31 22 21 12 11")]
    [InlineData("&sort=-a,b", "31 32 21 22 11 12")]
    [InlineData("&sort=b,b", "11 21 31 12 22 32")]
    public async Task A_key_of_two_columns_brings_every_row_once_at_any_length_of_pages(string sort, string expected)
    {
        foreach (var limit in new[] { 1, 2, 4, 500 })
        {
            Assert.Equal(expected, string.Join(' ', await PagesAsync(new("a", "b") { ["a"] = new("v.a", "int"), ["b"] = new("v.b", "int") }, sort, limit)));
        }
    }

    [Fact]
    public async Task A_key_that_is_none_is_found_out_before_a_row_is_lost()
    {
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => PagesAsync(new("a") { ["a"] = new("v.a", "int") }, "", limit: 1));
        Assert.Equal("The key of rows:a is the same in two rows.", e.Message);
    }

    private async Task<List<string>> PagesAsync(SortColumns columns, string sort, int limit)
    {
        var items = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var request = new DefaultHttpContext().Request;
            request.QueryString = new($"?limit={limit}{sort}{after}");
            await using var command = database.CreateCommand();
            var answer = await SortedList.Of(request, "rows", columns).AnswerAsync(Rows, database, command, "true", CancellationToken.None);
            var page = Assert.IsType<Ok<Page<string>>>(answer).Value!;
            items.AddRange(page.Items);
            after = page.Next is { } next ? "&after=" + next : null;
        }

        return items;
    }
}
