using System.Collections.Immutable;
using Lifecycle.Grains;
using Lifecycle.Silo.Demo.Words;

namespace Lifecycle.Silo.Demo.People;

/// <summary>The people at a customer. Their addresses lead nowhere: reserved domains, and numbers that no network has given out.</summary>
internal static class Contacts
{
    private static readonly string[] Positions = ["采购经理", "采购主管", "财务主管", "总经理", "仓库主管", "项目经理"];
    private static readonly string[] EnglishPositions = ["Purchasing Manager", "Head of Finance", "Managing Director", "Operations Manager"];

    public static ImmutableArray<ContactInput> Of(Account account, int number, DateOnly today, Chance chance)
    {
        var count = account.Owner is not null ? 1 : account.Habit.Key ? chance.Between((2, 4)) : chance.Pick(1, 1, 1, 2, 2, 3);
        return [.. Enumerable.Range(0, count).Select(place => Contact(account, number, place, today, chance))];
    }

    private static ContactInput Contact(Account account, int number, int place, DateOnly today, Chance chance)
    {
        var english = account.English && chance.Often(0.7);
        var (name, latin, salutation) = account.Owner ?? (english ? PeopleNames.English(chance) : PeopleNames.Chinese(chance));
        var phone = english ? $"+44 20 7946 {number % 1000:0000}" : $"+86 100 0{place}00 {number:0000}";
        return new()
        {
            Name = name,
            Salutation = chance.Often(0.9) ? salutation : null,
            Position = account.Owner is not null ? null : chance.Pick<string>(english ? EnglishPositions : Positions),
            Email = chance.Often(0.85) ? $"{latin}.{number:0000}@{(english ? "example.com" : "example.cn")}" : null,
            Phone = chance.Often(0.8) ? phone : null,
            WecomId = !english && chance.Often(0.4) ? $"wx-demo-{number:0000}-{place}" : null,
            Language = english ? "en" : chance.Often(0.9) ? "zh-CN" : null,
            Consent = Consent(chance),
            Birthday = Birthdays.Of(number, place, today, chance),
        };
    }

    /// <summary>Asked and given, asked and refused, or never asked.</summary>
    private static ImmutableDictionary<string, bool?> Consent(Chance chance)
    {
        var consent = ImmutableDictionary.CreateBuilder<string, bool?>(StringComparer.Ordinal);
        foreach (var (channel, asked, given) in (ReadOnlySpan<(string, double, double)>)[("email", 0.7, 0.85), ("sms", 0.4, 0.7), ("wecom", 0.4, 0.9)])
        {
            if (chance.Often(asked))
            {
                consent[channel] = chance.Often(given);
            }
        }

        return consent.ToImmutable();
    }
}
