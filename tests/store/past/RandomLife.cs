using Lifecycle.Grains;
using Lifecycle.Tests.Grains.Customers;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store.Past;

/// <summary>Whatever may happen to a few customers: late and reversed postings, dated facts, imports and their undoing, policies.</summary>
internal sealed class RandomLife(Random random, IReadOnlyList<Guid> imports)
{
    public const int Customers = 5;

    private readonly List<Posting>[] postings = [.. Enumerable.Range(0, Customers).Select(_ => new List<Posting>())];
    private int round;

    public async Task StepAsync(StoreHost host)
    {
        round++;
        var (customer, today) = (random.Next(Customers), host.Clock.Today);
        var origin = random.Next(3) == 0 ? new Origin("importer", imports[random.Next(imports.Count)]) : StoreHost.Origin;
        switch (random.Next(30))
        {
            case 0:
                var json = PolicyReader.DefaultJson.Replace("20000", $"{20000 + round}", StringComparison.Ordinal);
                await host.Policies.PublishAsync(json, today.AddDays(random.Next(40) - 30), host.Clock.Now, CancellationToken.None);
                break;
            case 1:
                await host.Customers.Submit($"c{customer}", new UndoImport(today, imports[random.Next(imports.Count)], new(0, long.MaxValue, 1, IsLast: true)), StoreHost.Origin);
                break;
            case < 8:
                await host.Customers.Submit($"c{customer}", RandomCommands.Register(today), origin);
                break;
            default:
                await ChangeAsync(host, customer, RandomCommands.Next(random, today, postings[customer], round), origin);
                break;
        }
    }

    private async Task ChangeAsync(StoreHost host, int customer, Command command, Origin origin)
    {
        if (command is ReversePosting reverse)
        {
            await host.Customers.Reverse(reverse.Posting.Source, reverse.Posting.ExternalId, releaseKey: random.Next(2) == 0, command.Today, origin);
            postings[customer].Remove(reverse.Posting);
            return;
        }

        command = command is AcceptPosting accept ? accept with { Posting = accept.Posting with { CustomerId = $"c{customer}", Source = "random" } } : command;
        var verdict = await host.Customers.Submit($"c{customer}", command, origin);
        if (verdict.Status == VerdictStatus.Accepted && command is AcceptPosting { Posting: var posting })
        {
            postings[customer].Add(posting);
        }
    }
}
