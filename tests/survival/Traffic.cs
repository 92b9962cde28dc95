using System.Collections.Concurrent;
using Lifecycle.Tests.Silo;

namespace Lifecycle.Tests.Survival;

/// <summary>
/// Clients that post over HTTP, one posting after the other, and repeat each until it is acknowledged, as the interface tells
/// them to: after 503 and after a lost connection, at any silo there is. Half of them go to the first customer.
/// </summary>
internal sealed class Traffic
{
    private readonly Gate[] gates;
    private readonly string[] customers;
    private readonly ConcurrentDictionary<string, Sent> acknowledged = new();
    private readonly ConcurrentDictionary<string, int> refusals = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Task[] clients;
    private int lost;

    private Traffic(Gate[] gates, string[] customers, int seed, int clients)
    {
        (this.gates, this.customers) = (gates, customers);
        this.clients = [.. Enumerable.Range(0, clients).Select(client => Task.Run(() => PostAsync(client, new Random((seed * 100) + client))))];
    }

    public IReadOnlyList<string> Customers => customers;

    /// <summary>What was acknowledged so far, by its external id.</summary>
    public IReadOnlyDictionary<string, Sent> Acknowledged => acknowledged;

    /// <summary>How often a refusal was met, by its code.</summary>
    public IReadOnlyDictionary<string, int> Refusals => refusals;

    /// <summary>How many requests ended without an answer.</summary>
    public int Lost => lost;

    /// <summary>Registers customers at the first gate and lets the clients loose on all gates.</summary>
    public static async Task<Traffic> StartAsync(int seed, int customers, int clients, params Gate[] gates)
    {
        var ids = Enumerable.Range(0, customers).Select(i => $"c{i}").ToArray();
        var silo = await gates[0].Silo;
        foreach (var id in ids)
        {
            await Patiently.RegisterAsync(silo, id, creditLimit: 5000);
        }

        return new(gates, ids, seed, clients);
    }

    /// <summary>Waits until so many more are acknowledged.</summary>
    public Task UntilMoreAsync(int count) => UntilAsync(acknowledged.Count + count);

    /// <summary>Waits until every client has met the refusal so often again, on the average.</summary>
    public Task UntilRefusedAsync(string code, int times)
    {
        var goal = refusals.GetValueOrDefault(code) + (times * clients.Length);
        return Machine.UntilAsync(() => Living() && refusals.GetValueOrDefault(code) >= goal, $"{goal} refusals {code}");
    }

    /// <summary>Lets every client end with what it has begun: afterwards everything that was ever sent is acknowledged.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(clients).WaitAsync(Machine.Guard);
    }

    private Task UntilAsync(int goal) => Machine.UntilAsync(() => Living() && acknowledged.Count >= goal, $"{goal} acknowledged postings");

    /// <summary>A client ends early only by a failed assertion: throws that.</summary>
    private bool Living()
    {
        Array.Find(clients, client => client.IsFaulted)?.GetAwaiter().GetResult();
        return true;
    }

    private async Task PostAsync(int client, Random random)
    {
        for (var n = 0; !stopping.IsCancellationRequested; n++)
        {
            var customer = customers[random.Next(2) == 0 ? 0 : random.Next(customers.Length)];
            var sent = new Sent($"{client}-{n}", customer, random.Next(2) == 0 ? "shipment" : "repayment", random.Next(1, 1_000_000) / 100m);
            var status = await sent.SendAsync(gates[client % gates.Length]);
            Assert.True(status != "duplicate", $"{sent} was never sent before");
            for (var turn = client + 1; status is not ("accepted" or "duplicate"); turn++)
            {
                Note(status);
                await Task.Delay(20);
                status = await sent.SendAsync(gates[turn % gates.Length]);
            }

            acknowledged[sent.Key] = sent;
        }
    }

    private void Note(string? status)
    {
        if (status is null)
        {
            Interlocked.Increment(ref lost);
        }
        else
        {
            refusals.AddOrUpdate(status, 1, (_, count) => count + 1);
        }
    }
}
