using Lifecycle.Grains;
using MimeKit;

namespace Lifecycle.Silo.Mail;

/// <summary>
/// A folder of .eml files. A prepared message is a hidden file of its own name for each attempt; releasing it is the
/// rename to the message's key. So a hidden file that is still there never left, and one that is gone did.
/// </summary>
public sealed class OutboxFolder : IMessageChannel
{
    private const string OwnerFile = ".owner";
    private const string Prepared = ".part";

    // Far longer than any run takes from preparing a message to claiming it.
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private readonly string folder;
    private readonly MailboxAddress from;

    private OutboxFolder(string folder, MailboxAddress from, string owner) => (this.folder, this.from, Owner) = (folder, from, owner);

    /// <inheritdoc/>
    public string Owner { get; }

    /// <summary>Opens a folder, which is made where there is none. Whoever shares it has the same owner.</summary>
    public static OutboxFolder Open(string folder, MailboxAddress from)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, OwnerFile);
        if (!File.Exists(path))
        {
            var draft = $"{path}.{Guid.NewGuid():N}";
            using (var file = Create(draft))
            {
                file.Write(Guid.NewGuid().ToByteArray());
                file.Flush(flushToDisk: true);
            }

            MoveUnlessThere(draft, path);
        }

        return new(folder, from, "outbox-" + Convert.ToHexStringLower(File.ReadAllBytes(path)));
    }

    /// <inheritdoc/>
    public async ValueTask<string?> Prepare(OutgoingMessage message, CancellationToken ct)
    {
        using var mail = Eml.Of(message, from);
        if (mail is null)
        {
            return null;
        }

        var ticket = Guid.NewGuid().ToString("N");
        await using var file = Create(PreparedPath(message.Key, ticket));
        await Eml.WriteAsync(mail, file, ct);
        file.Flush(flushToDisk: true);
        return ticket;
    }

    /// <inheritdoc/>
    public ValueTask<bool> Release(string key, string ticket)
    {
        var path = Path.Combine(folder, key + ".eml");
        if (!TryMove(PreparedPath(key, ticket), path))
        {
            return ValueTask.FromResult(false);
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

        return ValueTask.FromResult(true);
    }

    /// <inheritdoc/>
    public ValueTask<MessageFate> Withdraw(string key, string ticket)
    {
        // Renamed, not deleted: a sender may be releasing it just now, and who asks again must get the same answer. The text
        // goes at once, the empty file with the next tidying after that.
        var prepared = PreparedPath(key, ticket);
        var withdrawn = prepared + ".withdrawn";
        if (!TryMove(prepared, withdrawn) && !File.Exists(withdrawn))
        {
            return ValueTask.FromResult(MessageFate.Left);
        }

        using var file = new FileStream(withdrawn, FileMode.Truncate);
        return ValueTask.FromResult(MessageFate.Withdrawn);
    }

    /// <inheritdoc/>
    public ValueTask Tidy()
    {
        var before = DateTime.UtcNow - Abandoned;
        foreach (var path in Directory.EnumerateFiles(folder, $".*{Prepared}*").Where(path => File.GetLastWriteTimeUtc(path) < before))
        {
            File.Delete(path);
        }

        return ValueTask.CompletedTask;
    }

    private string PreparedPath(string key, string ticket) => Path.Combine(folder, $".{key}.{ticket}{Prepared}");

    private static bool TryMove(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: true);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private static void MoveUnlessThere(string draft, string path)
    {
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }

    /// <summary>A new file that its owner alone can read: messages name people.</summary>
    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, options);
    }
}
