using System.Collections.Immutable;
using Lifecycle.Grains;

namespace Lifecycle.Benchmarks.Preload;

/// <summary>A customer as two commits would have left it: its registration, then all its postings.</summary>
internal sealed record PreloadedCustomer(
    CustomerState State, Person Person, ProfileChanged Profile, IReadOnlyList<Posting> Postings, Rating Rating, ImmutableArray<AlertChange> Alerts)
{
    public const long Version = 2;

    public static PreloadedCustomer Make(int number, SyntheticPortfolio synthetic, PolicyBook policies)
    {
        var id = SyntheticPortfolio.Id(number);
        var registered = new CustomerState(id) { Version = 1 };
        ProfileChanged? profile = null;
        Person? person = null;
        foreach (var happened in Customer.Decide(registered, SyntheticPortfolio.Registration(number, synthetic.Today)).Events)
        {
            registered = Customer.Evolve(registered, happened);
            profile = happened as ProfileChanged ?? profile;
            person = (happened as PersonChanged)?.Person ?? person;
        }

        var postings = synthetic.Postings(number).ToArray();
        var rated = Customer.Rate(registered with { Version = Version, Movements = Movements.Of(postings) }, synthetic.Today, policies);
        return new(rated.State, person!, profile!, postings, rated.Rating, rated.Alerts);
    }
}
