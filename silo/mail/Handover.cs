using MailKit;

namespace Lifecycle.Silo.Mail;

/// <summary>
/// Watches a message leave, and knows the last moment at which it can be kept back: when all of it has been written but the
/// line with the dot, which makes it the server's. Until then whoever wants to stop does; from then on nobody, and a line that
/// breaks leaves a doubt.
/// </summary>
internal sealed class Handover : ITransferProgress, IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenRegistration asked;

    public Handover(CancellationToken ct) => asked = ct.UnsafeRegister(static handover => ((Handover)handover!).stop.Cancel(), this);

    /// <summary>Whether the dot may have left.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Stops what is not handed over yet.</summary>
    public CancellationToken Token => stop.Token;

    /// <inheritdoc/>
    public void Report(long bytesTransferred, long totalSize)
    {
        if (bytesTransferred < totalSize || IsDone)
        {
            return;
        }

        // Waits for whoever is just stopping it; after that nobody can.
        asked.Dispose();
        stop.Token.ThrowIfCancellationRequested();
        IsDone = true;
    }

    /// <inheritdoc/>
    public void Report(long bytesTransferred) => throw new InvalidOperationException("The size of a message is always known.");

    public void Dispose()
    {
        asked.Dispose();
        stop.Dispose();
    }
}
