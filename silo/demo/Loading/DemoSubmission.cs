using Lifecycle.Grains;

namespace Lifecycle.Silo.Demo.Loading;

/// <summary>Submits one customer's commands, all at once and in their order, and again what the machine could not answer.</summary>
public sealed class DemoSubmission(ICustomers customers, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly Origin Origin = new("demo");

    /// <summary>Answers once everything is durable.</summary>
    /// <exception cref="DemoRefusedException">A command was refused: repeating it would not help.</exception>
    public async Task SubmitAsync(string customerId, IReadOnlyList<Command> commands, CancellationToken ct)
    {
        while (true)
        {
            var verdicts = await Task.WhenAll(commands.Select(command => customers.SubmitPatiently(customerId, command, Origin, ct).AsTask()));
            if (!Array.Exists(verdicts, MayPass))
            {
                Demand(customerId, verdicts);
                return;
            }

            // All of them again: what follows a registration that failed was refused, and what was done answers duplicate.
            await Task.Delay(Pause, time, ct);
        }
    }

    private static bool MayPass(Verdict verdict) => verdict.Status == VerdictStatus.Unavailable;

    private static void Demand(string customerId, Verdict[] verdicts)
    {
        if (Array.Find(verdicts, verdict => verdict.Refusal is not null) is { Refusal.Code: var code })
        {
            throw new DemoRefusedException($"{customerId}: {code}");
        }
    }
}

/// <summary>The sample portfolio cannot go on.</summary>
public sealed class DemoRefusedException(string message) : Exception(message);
