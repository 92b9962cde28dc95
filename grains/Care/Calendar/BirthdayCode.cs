namespace Lifecycle.Grains;

/// <summary>
/// How a birthday is written, as one number, to look birthdays up by: month × 100 + day, and 10 000 more for a lunar one,
/// 20 000 more for one of a lunar leap month. So 815 is 15 August, 10815 the 15th of the 8th lunar month, and 20415 the 15th
/// of the leap 4th one.
/// </summary>
public static class BirthdayCode
{
    internal const int Lunar = 10_000;
    internal const int LunarLeap = 20_000;

    /// <summary>The number of a birthday.</summary>
    public static int Of(Birthday birthday) =>
        (birthday.Month * 100) + birthday.Day + (!birthday.Lunar ? 0 : birthday.LeapMonth ? LunarLeap : Lunar);
}
