using Lifecycle.Grains;

namespace Lifecycle.Tests.Templates;

/// <summary>Helpers, in Chinese and English.</summary>
public sealed class HelperTests
{
    [Theory]
    [InlineData("{{money receivable}}", "38 200.00", "38 200.00")]
    [InlineData("{{money overdue}}", "0.00", "0.00")]
    [InlineData("{{date occursOn}}", "2026年11月28日", "28 November 2026")]
    [InlineData("{{lunarDate occursOn}}", "农历十月二十", "20th day of the 10th lunar month")]
    public void Values_are_written_by_the_language_of_the_message(string source, string chinese, string english)
    {
        foreach (var part in new[] { "text", "html" })
        {
            Assert.Equal(chinese, Written.Handlebars.Fill(source, part, "zh-CN"));
            Assert.Equal(english, Written.Handlebars.Fill(source, part, "en"));
            Assert.Equal(english, Written.Handlebars.Fill(source, part, "fr"));
        }
    }

    [Theory]
    [InlineData("王总", "王总，您好：", "Dear 王总,")]
    [InlineData("Ms Smith", "Ms Smith，您好：", "Dear Ms Smith,")]
    [InlineData(null, "您好：", "Hello,")]
    [InlineData("", "您好：", "Hello,")]
    public void Whoever_has_no_form_of_address_is_greeted_all_the_same(string? addressee, string chinese, string english)
    {
        var fields = new MessageFields { Addressee = addressee, Sender = "s" }.ToDictionary();
        Assert.Equal(chinese, Written.Handlebars.Fill("{{salutation addressee}}", "text", "zh-CN", fields));
        Assert.Equal(english, Written.Handlebars.Fill("{{salutation addressee}}", "text", "en", fields));
    }

    [Theory]
    [InlineData(99_999_999_999_999, "999 999 999 999.99")]
    [InlineData(-150, "-1.50")]
    [InlineData(5, "0.05")]
    public void Amounts_are_grouped_with_two_decimals(long cents, string text) => Assert.Equal(
        text, Written.Handlebars.Fill("{{money sales}}", fields: new MessageFields { Sender = "s", Sales = cents }.ToDictionary()));

    [Theory]
    [InlineData("2026-02-17", "农历正月初一", "1st day of the 1st lunar month")]
    [InlineData("2026-09-25", "农历八月十五", "15th day of the 8th lunar month")]
    [InlineData("2025-07-25", "农历闰六月初一", "1st day of the leap 6th lunar month")]
    [InlineData("2025-08-23", "农历七月初一", "1st day of the 7th lunar month")]
    [InlineData("2026-02-16", "农历腊月廿九", "29th day of the 12th lunar month")]
    public void Lunar_days_have_their_names(string day, string chinese, string english)
    {
        var fields = new MessageFields { Sender = "s", OccursOn = DateOnly.Parse(day) }.ToDictionary();
        Assert.Equal(chinese, Written.Handlebars.Fill("{{lunarDate occursOn}}", "text", "zh-CN", fields));
        Assert.Equal(english, Written.Handlebars.Fill("{{lunarDate occursOn}}", "text", "en", fields));
    }
}
