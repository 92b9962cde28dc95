using System.Security.Cryptography;
using System.Text;
using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Running;

/// <summary>
/// The posting keys of a file so far, as hashes: about 60 bytes a row however long the keys are. 128 bits of SHA-256 for
/// the key make a false match less likely than a broken disk.
/// </summary>
internal sealed class SeenKeys
{
    private readonly Dictionary<UInt128, ulong> contents = [];

    /// <summary>Remembers a posting. Null: its key is new; else whether the one before had the same content.</summary>
    public bool? Add(Posting posting)
    {
        var key = (UInt128)Hash($"{posting.Source}\n{posting.ExternalId}");
        var content = (ulong)Hash($"{posting.CustomerId}\n{(int)posting.Kind} {posting.Cents} {posting.OccurredOn:O} {posting.DueOn:O}");
        return contents.TryAdd(key, content) ? null : contents[key] == content;
    }

    private static UInt128 Hash(string text) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
