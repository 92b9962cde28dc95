namespace Lifecycle.Grains;

/// <summary>Shows what a message would say.</summary>
public interface ICareSamples
{
    /// <summary>The text of a decision, whose contact has an address; null: its template cannot be rendered.</summary>
    RenderedText? Render(CareDecision decision, CareRule rule, CareFacts facts);
}
