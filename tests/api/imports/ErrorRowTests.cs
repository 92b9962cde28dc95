using Lifecycle.Api.Imports.Storing;

namespace Lifecycle.Tests.Api.Imports;

public sealed class ErrorRowTests
{
    [Theory]
    [InlineData("a,\"b,c\",d", 3, "a,\"b,c\",d")]
    [InlineData("a,b", 2, "a,b,")]
    [InlineData("a,b,c,d", 4, "\"a,b,c,d\",,")]
    [InlineData("a,\"b\"x,c", 0, "\"a,\"\"b\"\"x,c\",,")]
    public void The_added_columns_stand_where_they_belong(string raw, int cells, string expected) =>
        Assert.Equal(expected, ErrorFile.Fit(raw, cells, columns: 3));
}
