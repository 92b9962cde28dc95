using Lifecycle.Grains;

namespace Lifecycle.Silo.Mail;

/// <summary>
/// E-mail through a server. What it has taken cannot be taken back, and nobody can be asked about it later: a sender that died
/// over a message leaves a doubt.
/// </summary>
public sealed class SmtpChannel(SmtpSettings settings, TimeProvider time, ILogger<SmtpChannel> log) : IChannel, IDisposable
{
    private readonly SmtpPool pool = new(settings, time, log);

    /// <inheritdoc/>
    public string Name => CareChannels.Email;

    /// <inheritdoc/>
    public string Owner { get; } = $"smtp-{Guid.NewGuid():N}";

    /// <inheritdoc/>
    public async ValueTask<Delivery> SendAsync(OutgoingMessage message, string ticket, CancellationToken ct)
    {
        using var mail = Eml.Of(message, settings.From);
        return mail is null ? Delivery.AddressUnusable : await pool.SendAsync(mail, ct);
    }

    /// <inheritdoc/>
    public ValueTask<DeliveryFate> FateOf(string key, string ticket) => ValueTask.FromResult(DeliveryFate.Unknown);

    /// <inheritdoc/>
    public ValueTask Tidy() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => pool.Dispose();
}
