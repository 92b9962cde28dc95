using System.Reflection;
using System.Xml.Linq;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Architecture;

/// <summary>Who may know whom (docs: the arrows of the house).</summary>
public sealed class Arrows
{
    [Fact]
    public void TheCoreKnowsNothingButTheLanguage() =>
        Assert.All(References(typeof(Customer).Assembly), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));

    [Fact]
    public void TheCoreHasNoPackagesButTheAnalyzer()
    {
        var project = XDocument.Load(Path.Combine(Source.Root, "grains", "Lifecycle.Grains.csproj"));

        var package = Assert.Single(project.Descendants("PackageReference"));

        Assert.Equal(("Microsoft.CodeAnalysis.BannedApiAnalyzers", "all"), (package.Attribute("Include")?.Value, package.Attribute("PrivateAssets")?.Value));
        Assert.Empty(project.Descendants("ProjectReference").Concat(project.Descendants("FrameworkReference")));
    }

    [Theory]
    [InlineData("Lifecycle.Api", "Lifecycle.Store")]
    [InlineData("Lifecycle.Api", "Lifecycle.Silo")]
    [InlineData("Lifecycle.Store", "Lifecycle.Api")]
    [InlineData("Lifecycle.Store", "Lifecycle.Silo")]
    public void DoesNotKnow(string from, string to) => Assert.DoesNotContain(to, References(Assembly.Load(from)));

    /// <summary>The compiler drops references that are not used; the projects must not have them either.</summary>
    [Theory]
    [InlineData("api/Lifecycle.Api.csproj")]
    [InlineData("silo/store/Lifecycle.Store.csproj")]
    public void KnowsOnlyTheCore(string project)
    {
        var file = XDocument.Load(Path.Combine(Source.Root, project));

        var reference = Assert.Single(file.Descendants("ProjectReference"));

        Assert.EndsWith("/grains/Lifecycle.Grains.csproj", reference.Attribute("Include")!.Value, StringComparison.Ordinal);
    }

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(a => a.Name!);
}
