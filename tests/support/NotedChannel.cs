using System.Collections.Concurrent;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Support;

/// <summary>Notes what is sent, and answers as it is told.</summary>
internal sealed class NotedChannel : IChannel
{
    public ConcurrentQueue<OutgoingMessage> Sent { get; } = new();

    public Delivery Answer { get; set; } = Delivery.Sent;

    public string Name => CareChannels.Email;

    public string Owner => "noted";

    public ValueTask<Delivery> SendAsync(OutgoingMessage message, string ticket, CancellationToken ct)
    {
        Sent.Enqueue(message);
        return ValueTask.FromResult(Answer);
    }

    public ValueTask<DeliveryFate> FateOf(string key, string ticket) => ValueTask.FromResult(DeliveryFate.Unknown);

    public ValueTask Tidy() => ValueTask.CompletedTask;
}
