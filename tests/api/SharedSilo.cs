using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>One silo for all classes that only look at customers of their own.</summary>
[CollectionDefinition(Name)]
public sealed class SharedSilo : ICollectionFixture<ApiFixture>
{
    public const string Name = "api";
}
