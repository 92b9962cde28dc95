using System.Runtime.CompilerServices;
using Lifecycle.Tests.Support;

namespace Lifecycle.Cluster.Tests;

/// <summary>Silos that tests of this project start are those of this edition.</summary>
internal static class Edition
{
    [ModuleInitializer]
    internal static void Choose() =>
        Environment.SetEnvironmentVariable(SiloProcess.ProgramVariable, Path.Combine(AppContext.BaseDirectory, "Lifecycle.Cluster.dll"));
}
