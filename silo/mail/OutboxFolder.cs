using Lifecycle.Grains;
using MimeKit;

namespace Lifecycle.Silo.Mail;

/// <summary>
/// A folder of .eml files. A prepared message is a hidden file of its own name for each attempt; releasing it is the
/// rename to the message's key. So a hidden file that is still there never left, and one that is gone did.
/// </summary>
public sealed partial class OutboxFolder
{
    private const string OwnerFile = ".owner";
    private const string Prepared = ".part";
    private const string Draft = ".draft";
    private const string Withdrawn = ".withdrawn";

    // Far longer than any run takes from preparing a message to claiming it.
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private readonly string folder;
    private readonly MailboxAddress from;

    private OutboxFolder(string folder, MailboxAddress from, string owner) => (this.folder, this.from, Owner) = (folder, from, owner);

    /// <inheritdoc cref="IChannel.Owner"/>
    public string Owner { get; }

    /// <summary>Opens a folder, which is made where there is none. Whoever shares it has the same owner.</summary>
    public static OutboxFolder Open(string folder, MailboxAddress from)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, OwnerFile);
        if (!File.Exists(path))
        {
            OutboxFiles.WriteUnlessThere(path, $"{path}.{Guid.NewGuid():N}{Draft}", Guid.NewGuid().ToByteArray());
        }

        return new(folder, from, IChannel.SurvivingOwner + Convert.ToHexStringLower(File.ReadAllBytes(path)));
    }

    private bool TryRelease(string key, string ticket)
    {
        var path = Path.Combine(folder, key + ".eml");
        if (!OutboxFiles.TryMove(PathOf(key, ticket, Prepared), path))
        {
            return false;
        }

        // The usual file systems write the rename with the file; it may have been picked up already.
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            file.Flush(flushToDisk: true);
        }
        catch (FileNotFoundException)
        {
        }

        return true;
    }

    /// <inheritdoc cref="IChannel.Tidy"/>
    public ValueTask Tidy()
    {
        // Withdrawn, not deleted: whoever asks later must learn that it never left.
        foreach (var path in Older($".*{Prepared}", Abandoned))
        {
            TryWithdraw(path);
        }

        // A draft may be a second name of a file that counts: the name goes, the text stays.
        foreach (var path in Older($".*{Draft}", Abandoned).Concat(Older($".*{Intent}", Reported)).Concat(Older($".*{Withdrawn}", Reported)))
        {
            File.Delete(path);
        }

        return ValueTask.CompletedTask;
    }

    private async Task<bool> PrepareAsync(OutgoingMessage message, string ticket, CancellationToken ct)
    {
        using var mail = Eml.Of(message, from);
        if (mail is null)
        {
            return false;
        }

        await using var file = OutboxFiles.Create(PathOf(message.Key, ticket, Prepared));
        await Eml.WriteAsync(mail, file, ct);
        file.Flush(flushToDisk: true);
        return true;
    }

    /// <summary>Takes a prepared message back, if it has not left.</summary>
    private static bool TryWithdraw(string prepared)
    {
        // Renamed, not deleted: a sender may be releasing it just now, and who asks again must get the same answer. The text
        // goes at once, the empty file much later.
        var withdrawn = prepared + Withdrawn;
        if (!OutboxFiles.TryMove(prepared, withdrawn) && !File.Exists(withdrawn))
        {
            return false;
        }

        using var file = new FileStream(withdrawn, FileMode.Truncate);
        return true;
    }

    private IEnumerable<string> Older(string pattern, TimeSpan age)
    {
        var before = DateTime.UtcNow - age;
        return Directory.EnumerateFiles(folder, pattern).Where(path => File.GetLastWriteTimeUtc(path) < before);
    }

    private string PathOf(string key, string ticket, string what) => Path.Combine(folder, $".{key}.{ticket}{what}");
}
