namespace Lifecycle.Tests.Architecture;

public sealed class Arrows
{
    [Fact]
    public void Builds() => Assert.True(typeof(object).IsClass);
}
