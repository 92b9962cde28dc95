using System.Collections.Immutable;
using Lifecycle.Grains;
using Lifecycle.Silo.Demo.Habits;

namespace Lifecycle.Silo.Demo.People;

/// <summary>The registration, dated back to the begin of the cooperation, and what changed since.</summary>
internal static class Profiles
{
    public static ImmutableArray<ProfileInput> Of(
        Account account, Course course, Terms terms, ImmutableArray<ContactInput> contacts, DateOnly today, Chance chance)
    {
        var (habit, limit) = (account.Habit, CreditLimit(account, course, chance));
        var moved = course.Since < today.AddYears(-1) ? today.AddDays(-chance.Between((20, 330))) : (DateOnly?)null;
        var handedOver = moved is not null && account.Manager is not null && chance.Often(0.05);
        var profiles = ImmutableArray.CreateBuilder<ProfileInput>();
        profiles.Add(new()
        {
            Name = account.Name,
            Kind = habit.Individual ? "individual" : "enterprise",
            Manager = handedOver ? "he.ping" : account.Manager,
            Region = account.Region,
            Industry = account.Industry,
            CustomerSince = habit.IsProspect ? null : course.Since,
            CreditLimit = limit,
            CreditDays = terms.CreditDays,
            CreditFrom = terms.MonthEnd ? "monthEnd" : "shipment",
            CollectionDifficult = habit.Difficult,
            Complexity = habit.Key || (!habit.Individual && chance.Often(0.45)) ? chance.Between(habit.Complexity) : null,
            Tags = Tags(habit, terms),
            Contacts = contacts,
            EffectiveOn = course.Since,
        });

        // Only values that replace one: before the first value of a dated fact, the first value holds.
        if (handedOver)
        {
            profiles.Add(new() { Manager = account.Manager, EffectiveOn = moved });
        }

        if (moved is not null && limit > 0 && habit.Grows && chance.Often(0.6))
        {
            profiles.Add(new() { CreditLimit = limit * 1.5m, EffectiveOn = moved });
        }

        return profiles.ToImmutable();
    }

    /// <summary>Three months' sales, in thousands; tight ones are soon exceeded. Not everybody has one, and a few have none to use.</summary>
    private static decimal? CreditLimit(Account account, Course course, Chance chance)
    {
        if (account.Habit.Individual || chance.Often(0.25))
        {
            return null;
        }

        if (chance.Often(0.01))
        {
            return 0;
        }

        var months = chance.Often(account.Habit.TightLimit) ? chance.Between((0.3, 0.7)) : chance.Between((3.0, 5.0));
        return Math.Max(1, (int)(course.Yearly / 12 * months / 1000)) * 1000m;
    }

    private static ImmutableArray<string> Tags(Habit habit, Terms terms)
    {
        var tags = ImmutableArray.CreateBuilder<string>();
        if (habit.Key)
        {
            tags.Add("重点客户");
        }

        if (terms.MonthEnd)
        {
            tags.Add("月结");
        }

        return tags.ToImmutable();
    }
}
