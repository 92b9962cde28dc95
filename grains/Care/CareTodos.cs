namespace Lifecycle.Grains;

/// <summary>To-dos of account managers out of decisions.</summary>
public static class CareTodos
{
    /// <summary>The to-do that carries a decision out: until the decision's last day.</summary>
    public static CareTask Of(CareDecision decision, CareRule rule, CareFacts facts)
    {
        var todo = rule.Todo!;
        var lastDay = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(decision.ExpiresAt, facts.Zone).DateTime).AddDays(-1);
        return new(
            decision.Key.MessageKey, decision.Key.CustomerId, decision.Key.ContactId, facts.Customer.Profile.Manager.At(facts.Today), todo.Kind, lastDay,
            todo.Cost, todo.Budget);
    }
}
