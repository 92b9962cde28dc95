using Lifecycle.Grains;
using Lifecycle.Templates;

namespace Lifecycle.Tests.Templates;

/// <summary>Rendering: escaping where it belongs, no field that is not there, a language for everybody.</summary>
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
        Assert.Equal("Happy birthday!", Embedded.Render("birthday", "en", Fields(null)).Subject);
    }

    [Theory]
    [InlineData("{{nickname}}")]
    [InlineData("{{#if nickname}}x{{/if}}")]
    [InlineData("{{sender.city}}")]
    [InlineData("{{missingHelper sender}}")]
    public void A_field_that_there_is_not_is_an_error(string source)
    {
        foreach (var part in new[] { "subject", "text", "html" })
        {
            var templates = With(part, source);
            Assert.Throws<TemplateException>(() => templates.Render("t", null, Fields("x")));
        }
    }

    [Fact]
    public void A_broken_file_a_missing_part_and_a_missing_chinese_version_are_found_at_the_start()
    {
        Assert.Throws<TemplateException>(() => With("text", "{{#if sender}}"));
        Assert.Throws<TemplateException>(() => Handlebars(new() { ["t/zh-CN/text.hbs"] = "" }));
        Assert.Throws<TemplateException>(() => Handlebars(new()
        {
            ["t/en/subject.hbs"] = "", ["t/en/text.hbs"] = "", ["t/en/html.hbs"] = "",
        }));
        Assert.Throws<TemplateException>(() => Embedded.Render("unknown", null, Fields("x")));
    }

    [Fact]
    public void A_subject_is_one_line() => Assert.Equal("a b", With("subject", " a \r\n b\n").Render("t", null, Fields("x")).Subject);

    private static MessageTemplates With(string part, string source) => Handlebars(new()
    {
        ["t/zh-CN/subject.hbs"] = "s", ["t/zh-CN/text.hbs"] = "t", ["t/zh-CN/html.hbs"] = "h", [$"t/zh-CN/{part}.hbs"] = source,
    });

    private static MessageTemplates Handlebars(Dictionary<string, string> files) => new(files, [new HandlebarsLanguage()]);

    private static Dictionary<string, string?> Fields(string? addressee) => new() { ["addressee"] = addressee, ["sender"] = "Acme & Co" };
}
