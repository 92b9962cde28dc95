namespace Lifecycle.Grains;

/// <summary>A customer as it is stored, to be unpacked by whoever has a core for it.</summary>
public readonly record struct PackedCustomer(string Id, long Version, byte[] Packed)
{
    /// <summary>The state.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public CustomerState Unpack() => PackedState.Unpack(Id, Version, Packed);
}
