using System.Security.Cryptography;
using Lifecycle.Api.Problems;

namespace Lifecycle.Api.Imports.Storing;

/// <summary>The files that wait to be imported, in the data folder: they outlive the process, and nothing of them is held in memory.</summary>
internal sealed class Spool
{
    // A run may write the file twice more: as the rows of a workbook, and in the order of its customers.
    private const int RoomPerByte = 3;

    // Left to whatever else lives on this disk, the embedded database first of all.
    private const long Reserve = 512L << 20;
    private const int LeastShare = 20;

    // A body that does not say how long it is is looked after so often.
    private const long LooksEvery = 64L << 20;

    private readonly string folder;
    private readonly string[] leftovers;

    public Spool(string dataDirectory)
    {
        folder = Path.Combine(dataDirectory, "imports");
        CreatePrivate(folder);
        Id = Identify(folder + ".id");

        // Taken before the server listens, so that no upload of this process is among them.
        leftovers = Directory.GetFiles(folder);
    }

    /// <summary>Names this folder among those of silos that share a database.</summary>
    public Guid Id { get; }

    private static Guid Identify(string file)
    {
        if (File.Exists(file) && Guid.TryParse(File.ReadAllText(file), out var known))
        {
            return known;
        }

        var made = Guid.NewGuid();
        File.WriteAllText(file + ".part", made.ToString());
        File.Move(file + ".part", file, overwrite: true);
        return made;
    }

    // What waits in here names people.
    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Whether a file of so many bytes can be taken in and worked off.</summary>
    public bool HasRoomFor(long length)
    {
        var drive = new DriveInfo(folder);
        return (drive.AvailableFreeSpace - Math.Min(Reserve, drive.TotalSize / LeastShare)) / RoomPerByte >= length;
    }

    /// <summary>Whether an import's file is here; another silo's is not.</summary>
    public bool Holds(Guid id) => File.Exists(Of(id));

    /// <summary>Opens an import's file.</summary>
    public FileStream Open(Guid id) => new(Of(id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);

    /// <summary>Writes a body to disk for good, under its name only when complete. Answers its length and the hash of intent and body.</summary>
    /// <param name="intent">What the body is meant for: the same body for something else is another request.</param>
    public async Task<(long Length, byte[] Hash)> WriteAsync(Guid id, string intent, Stream body, CancellationToken ct)
    {
        var (partial, length) = (Of(id) + ".part", 0L);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(intent));
        try
        {
            await using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0))
            {
                var buffer = new byte[1 << 17];
                while (await body.ReadAsync(buffer, ct) is var read and > 0)
                {
                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), ct);
                    if (length / LooksEvery != (length += read) / LooksEvery && !HasRoomFor(0))
                    {
                        throw DiskFull.Exception();
                    }
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(partial, Of(id));
            return (length, hash.GetHashAndReset());
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    /// <summary>Where a run may put what does not fit into memory.</summary>
    public string ScratchOf(Guid id, string name) => $"{Of(id)}.{name}";

    /// <summary>A file that ends with its run; after a kill, with the next start.</summary>
    public FileStream OpenScratch(Guid id, string name) =>
        new(ScratchOf(id, name), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);

    /// <summary>Removes an import's file.</summary>
    public void Delete(Guid id) => File.Delete(Of(id));

    /// <summary>Removes what an earlier process left behind and no pending import needs.</summary>
    public void Sweep(IEnumerable<Guid> pending)
    {
        foreach (var file in leftovers.Except(pending.Select(Of)))
        {
            File.Delete(file);
        }
    }

    private string Of(Guid id) => Path.Combine(folder, $"{id}.csv");
}
