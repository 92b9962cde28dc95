using Lifecycle.Grains;
using Lifecycle.Templates;

namespace Lifecycle.Tests.Templates;

/// <summary>Rendering: escaping where it belongs, nothing left blank, a language for everybody.</summary>
public sealed class MessageTemplateTests
{
    private static readonly MessageTemplates Embedded = MessageTemplates.Embedded();

    [Theory]
    [InlineData("zh-CN", "zh-CN")]
    [InlineData("ZH-cn", "zh-CN")]
    [InlineData("zh", "zh-CN")]
    [InlineData("zh-TW", "zh-CN")]
    [InlineData("en", "en")]
    [InlineData("en-GB", "en")]
    [InlineData("fr", "zh-CN")]
    [InlineData(null, "zh-CN")]
    public void Language_falls_back(string? wanted, string used) => Assert.Equal(used, Embedded.Render("birthday", wanted, Fields("王总")).Language);

    [Fact]
    public void Subject_and_text_are_plain_and_only_html_is_escaped()
    {
        var text = Embedded.Render("birthday", "en", Fields("O'Neil & <b>Söhne</b> 王"));
        Assert.Equal("Happy birthday, O'Neil & <b>Söhne</b> 王!", text.Subject);
        Assert.StartsWith("Dear O'Neil & <b>Söhne</b> 王,", text.Text);
        Assert.Contains("Dear O&#x27;Neil &amp; &lt;b&gt;Söhne&lt;/b&gt; 王,", text.Html);
        Assert.Contains("Acme &amp; Co", text.Html);
    }

    [Fact]
    public void Without_a_name_nothing_is_left_blank()
    {
        Assert.Equal("祝您生日快乐！", Embedded.Render("birthday", null, Fields(null)).Subject);
        Assert.StartsWith("您好：", Embedded.Render("birthday", null, Fields(null)).Text);
        Assert.Equal("Happy birthday!", Embedded.Render("birthday", "en", Fields("")).Subject);
        Assert.StartsWith("Hello,", Embedded.Render("birthday", "en", Fields("")).Text);
    }

    [Theory]
    [InlineData("{{addressee}}", "addressee")]
    [InlineData("{{tier}}", "tier")]
    [InlineData("{{money sales}}", "sales")]
    [InlineData("{{date customerSince}}", "customerSince")]
    [InlineData("{{#unless addressee}}{{addressee}}{{/unless}}", "addressee")]
    public void Who_lacks_a_value_gets_no_gap_and_everybody_else_their_message(string source, string missing)
    {
        foreach (var part in PartSource.All)
        {
            var read = Written.Handlebars.Read(source, part);
            Assert.Empty(read.Faults);
            var failure = Assert.Throws<TemplateException>(() => read.Fill(EngineValues.Of(Fields(null))));
            Assert.Equal($"t/en/{part}.hbs cannot be rendered: {missing} has no value for this message; ask whether it has before it is filled in", failure.Message);
            read.Fill(EngineValues.Of(MessageFields.Sample.ToDictionary()));
        }
    }

    [Fact]
    public void A_file_at_fault_a_missing_part_and_a_missing_chinese_version_are_found_at_the_start()
    {
        Assert.Equal("t/zh-CN/text.hbs: line 2, column 4: unknown field nickname", Assert.Throws<TemplateException>(() => With("text", "Hi\r\n {{nickname}}")).Message);
        Assert.Throws<TemplateException>(() => With("text", "{{#if sender}}"));
        Assert.Throws<TemplateException>(() => With("html", "<p title={{sender}}>"));
        Assert.Throws<TemplateException>(() => Of(new() { ["t/zh-CN/text.hbs"] = "" }));
        Assert.Throws<TemplateException>(() => Of(new() { ["t/en/subject.hbs"] = "", ["t/en/text.hbs"] = "", ["t/en/html.hbs"] = "" }));
        Assert.Throws<TemplateException>(() => Embedded.Render("unknown", null, Fields("x")));
    }

    [Fact]
    public void A_file_that_names_where_to_unsubscribe_is_commercial_and_shows_it_in_text_and_html()
    {
        Assert.Throws<TemplateException>(() => With("html", "{{unsubscribeUrl}}"));
        Assert.Throws<TemplateException>(() => Of(new() { ["campaign/zh-CN/subject.hbs"] = "", ["campaign/zh-CN/text.hbs"] = "", ["campaign/zh-CN/html.hbs"] = "" }));
        var both = Of(new() { ["t/zh-CN/subject.hbs"] = "s", ["t/zh-CN/text.hbs"] = "{{unsubscribeUrl}}", ["t/zh-CN/html.hbs"] = "<a href='{{unsubscribeUrl}}'>x</a>" });
        Assert.True(both.IsCommercial("t", "en"));
        Assert.Throws<TemplateException>(() => both.Render("t", null, Fields("x")));
        Assert.False(Embedded.IsCommercial("birthday", "en"));
        Assert.True(Embedded.IsCommercial("campaign", null));
    }

    [Fact]
    public void A_subject_is_one_line() => Assert.Equal("a b", With("subject", " a \r\n b\n").Render("t", null, Fields("x")).Subject);

    [Fact]
    public void A_text_that_grows_too_long_is_an_error()
    {
        var read = Written.Handlebars.Read(string.Concat(Enumerable.Repeat("{{sender}}", 1000)));
        Assert.Throws<TemplateException>(() => read.Fill(EngineValues.Of(new MessageFields { Sender = new string('x', 501) }.ToDictionary())));
        Assert.Equal(500_000, read.Fill(EngineValues.Of(new MessageFields { Sender = new string('x', 500) }.ToDictionary())).Length);
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public void Every_template_of_the_program_is_there_with_much_and_with_little(string language)
    {
        Assert.Equal(["anniversary", "birthday", "campaign", "festival", "tier", "visit"], Embedded.All.Select(t => t.Name).Distinct());
        foreach (var template in Embedded.All.Where(t => t.Language == language))
        {
            Assert.Equal(("file", 0, "handlebars", template.Name == "campaign"), (template.Source, template.Version, template.Content.TemplateLanguage, template.Content.IsCommercial));
            var full = Embedded.Render(template.Name, language, MessageFields.Sample.ToDictionary());
            Assert.DoesNotContain("{{", full.Subject + full.Text + full.Html, StringComparison.Ordinal);
            Assert.NotEqual("", full.Subject);

            // What a sender always knows: who, for what, when.
            var little = new MessageFields
            {
                Sender = "s", CustomerName = "c", Occasion = "o", OccursOn = new(2026, 1, 1), Tier = 1,
                UnsubscribeUrl = template.Content.IsCommercial ? "https://u.invalid/?a=1&b=2" : null,
            };
            var poor = Embedded.Render(template.Name, language, little.ToDictionary());
            Assert.Equal(template.Content.IsCommercial, poor.Text.Contains("https://u.invalid/?a=1&b=2", StringComparison.Ordinal));
            Assert.Equal(template.Content.IsCommercial, poor.Html.Contains("href=\"https://u.invalid/?a=1&amp;b=2\"", StringComparison.Ordinal));
        }
    }

    private static MessageTemplates With(string part, string source) => Of(new()
    {
        ["t/zh-CN/subject.hbs"] = "s", ["t/zh-CN/text.hbs"] = "t", ["t/zh-CN/html.hbs"] = "h", [$"t/zh-CN/{part}.hbs"] = source,
    });

    private static MessageTemplates Of(Dictionary<string, string> files) => new(TemplateFiles.Of(files), [Written.Handlebars]);

    private static IReadOnlyDictionary<string, FieldValue?> Fields(string? addressee) => new MessageFields { Addressee = addressee, Sender = "Acme & Co" }.ToDictionary();
}
