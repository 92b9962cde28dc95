using Lifecycle.Grains;
using Lifecycle.Store.Committing;

namespace Lifecycle.Cluster.Messages;

/// <summary>A command as it is sent to its customer's grain.</summary>
/// <param name="Reversal">For a reversal: the row that is reversed.</param>
/// <param name="Patiently">Whether it waits for room in the queue.</param>
internal sealed record Asked(Command Command, Origin Origin, ReversalTarget? Reversal, bool Patiently);

/// <summary>An <see cref="Asked"/> between two silos: JSON, so that the business needs to know nothing of Orleans.</summary>
[GenerateSerializer]
[Alias("asked")]
internal struct AskedOnTheWire
{
    [Id(0)]
    public byte[] Json;
}

/// <summary>Within a silo nothing is converted.</summary>
[RegisterConverter]
internal sealed class AskedConverter : IConverter<Asked, AskedOnTheWire>
{
    public Asked ConvertFromSurrogate(in AskedOnTheWire surrogate) => CommandJson.Read(surrogate.Json);

    public AskedOnTheWire ConvertToSurrogate(in Asked value) => new() { Json = CommandJson.Write(value) };
}
