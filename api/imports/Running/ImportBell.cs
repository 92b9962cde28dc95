using System.Threading.Channels;

namespace Lifecycle.Api.Imports.Running;

/// <summary>Tells the worker that something has been queued. Rung while the worker is busy, it is heard afterwards.</summary>
internal sealed class ImportBell
{
    private readonly Channel<bool> rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => rung.Writer.TryWrite(true);

    public async Task HeardAsync(CancellationToken ct) => await rung.Reader.ReadAsync(ct);
}
