using Lifecycle.Grains;

namespace Lifecycle.Silo.Mail;

/// <content>
/// Sending in one go: prepared, then an empty file that says that the message is whole and about to leave, then the rename. Of
/// a ticket whose sender died the intent tells whether there ever was anything that could leave.
/// </content>
public sealed partial class OutboxFolder : IChannel
{
    private const string Intent = ".intent";

    // Those who come back ask about tickets before they tidy; an intent that nobody asked about for so long belongs to a
    // message that was reported.
    private static readonly TimeSpan Reported = TimeSpan.FromDays(2);

    private static readonly byte[] Barred = [1];

    private static readonly Delivery TakenBack = Delivery.Deferred("outbox-withdrawn");
    private static readonly Delivery Unwritable = Delivery.Deferred("outbox-unwritable");

    /// <inheritdoc/>
    public string Name => CareChannels.Email;

    /// <inheritdoc/>
    public bool Remembers => true;

    /// <inheritdoc/>
    public async ValueTask<Delivery> SendAsync(OutgoingMessage message, string ticket, CancellationToken ct)
    {
        try
        {
            if (!await PrepareAsync(message, ticket, ct))
            {
                return Delivery.AddressUnusable;
            }

            return TryIntend(message.Key, ticket) && TryRelease(message.Key, ticket) ? Delivery.Sent : TakenBack;
        }
        catch (OperationCanceledException)
        {
            return TakeBack(message.Key, ticket, Delivery.Cancelled);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return TakeBack(message.Key, ticket, Unwritable);
        }
    }

    /// <inheritdoc/>
    public ValueTask<DeliveryFate> FateOf(string key, string ticket)
    {
        // Whoever makes this file first decides: a sender that finds it stops, and one that made it had all of the message ready.
        var intent = PathOf(key, ticket, Intent);
        if (!File.Exists(intent))
        {
            OutboxFiles.WriteUnlessThere(intent, $"{intent}.{Guid.NewGuid():N}{Draft}", Barred);
        }

        return ValueTask.FromResult(TryWithdraw(PathOf(key, ticket, Prepared)) || IsBarred(intent) ? DeliveryFate.Deferred : DeliveryFate.Sent);
    }

    /// <summary>Says that a prepared message is about to leave. False: somebody holds its sender for dead.</summary>
    private bool TryIntend(string key, string ticket)
    {
        var path = PathOf(key, ticket, Intent);
        try
        {
            using var file = OutboxFiles.Create(path);
            file.Flush(flushToDisk: true);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            TryWithdraw(PathOf(key, ticket, Prepared));
            return false;
        }
    }

    /// <summary>What failed before the rename has not left; what failed after it has.</summary>
    private Delivery TakeBack(string key, string ticket, Delivery otherwise)
    {
        try
        {
            var intent = PathOf(key, ticket, Intent);
            return TryWithdraw(PathOf(key, ticket, Prepared)) || !File.Exists(intent) || IsBarred(intent) ? otherwise : Delivery.Sent;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody but this sender would have released it.
            return otherwise;
        }
    }

    /// <summary>Whether it was made by somebody who asked, so that nothing can leave.</summary>
    private static bool IsBarred(string intent) => new FileInfo(intent).Length > 0;
}
