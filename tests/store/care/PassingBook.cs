using Lifecycle.Grains;

namespace Lifecycle.Tests.Store.Care;

/// <summary>A book in which something may happen meanwhile.</summary>
internal sealed class PassingBook(ICareBook book) : ICareBook
{
    /// <summary>What happens once, when what marketing has set was read.</summary>
    public Func<Task> AfterProgramme { get; set; } = () => Task.CompletedTask;

    /// <summary>What happens once, before customers are locked.</summary>
    public Func<Task> BeforeDeciding { get; set; } = () => Task.CompletedTask;

    public async ValueTask<CareProgramme> Programme(CancellationToken ct)
    {
        var programme = await book.Programme(ct);
        var happens = AfterProgramme;
        AfterProgramme = () => Task.CompletedTask;
        await happens();
        return programme;
    }

    public ValueTask<DateOnly?> PlannedThrough(string occasion, CancellationToken ct) => book.PlannedThrough(occasion, ct);

    public ValueTask SetPlannedThrough(string occasion, DateOnly? before, DateOnly day, CancellationToken ct) => book.SetPlannedThrough(occasion, before, day, ct);

    public ValueTask<CarePass?> Pass(string name, CancellationToken ct) => book.Pass(name, ct);

    public ValueTask<string> BeginPass(string name, DateOnly day, CancellationToken ct) => book.BeginPass(name, day, ct);

    public ValueTask SetPass(string name, CarePass pass, CancellationToken ct) => book.SetPass(name, pass, ct);

    public IAsyncEnumerable<IReadOnlyList<string>> Birthdays(DateOnly from, DateOnly to, CancellationToken ct) => book.Birthdays(from, to, ct);

    public IAsyncEnumerable<IReadOnlyList<string>> Everybody(string after, CancellationToken ct) => book.Everybody(after, ct);

    public ValueTask<IReadOnlyList<CareFacts>> Read(IReadOnlyCollection<string> customers, DateOnly since, CancellationToken ct) =>
        book.Read(customers, since, ct);

    public async ValueTask Decide(
        IReadOnlyCollection<string> customers, DateOnly since, Func<CareProgramme, IReadOnlyCollection<CareFacts>, IEnumerable<CareDecision>> plan,
        CancellationToken ct)
    {
        var happens = BeforeDeciding;
        BeforeDeciding = () => Task.CompletedTask;
        await happens();
        await book.Decide(customers, since, plan, ct);
    }
}
