using Lifecycle.Cluster.Templating;
using Lifecycle.Grains;
using Lifecycle.Templates;

namespace Lifecycle.Cluster.Tests;

/// <summary>The second template language: the same fields and the same strictness, and a sandbox around whoever writes it.</summary>
public sealed class ScribanTests
{
    private static readonly Dictionary<string, string?> Fields = new() { ["addressee"] = "O'Neil & <b>Söhne</b> 王", ["sender"] = "Acme & Co", ["nobody"] = null };

    [Fact]
    public void The_file_ending_chooses_part_by_part()
    {
        var text = Render("subject.hbs", "{{sender}}", "text.sbn", "{{ sender | string.upcase }}", "html.sbn", "<p>{{ sender }}</p>");
        Assert.Equal(("Acme & Co", "ACME & CO", "<p>Acme &amp; Co</p>"), (text.Subject, text.Text, text.Html));
    }

    [Theory]
    [InlineData("{{#if addressee}}Dear {{addressee}},{{else}}Hello,{{/if}}", "{{ if addressee }}Dear {{ addressee }},{{ else }}Hello,{{ end }}")]
    [InlineData("{{#if nobody}}Dear {{nobody}},{{else}}Hello,{{/if}}", "{{ if nobody }}Dear {{ nobody }},{{ else }}Hello,{{ end }}")]
    public void Both_languages_say_the_same(string handlebars, string scriban)
    {
        var one = Render("subject.hbs", handlebars, "text.hbs", handlebars, "html.hbs", handlebars);
        var two = Render("subject.sbn", scriban, "text.sbn", scriban, "html.sbn", scriban);
        Assert.Equal(one, two);
    }

    [Theory]
    [InlineData("{{ nickname }}")]
    [InlineData("{{ if nickname }}x{{ end }}")]
    [InlineData("{{ sender.city }}")]
    [InlineData("{{ missing_helper sender }}")]
    [InlineData("{{ sender = 'me' }}")]
    public void A_field_that_there_is_not_is_an_error(string source) => Fails(source);

    [Theory]
    [InlineData("{{ include 'birthday/en/subject' }}")]
    [InlineData("{{ import 'x' }}")]
    [InlineData("{{ object.eval '1 + 1' }}")]
    [InlineData("{{ date.now }}")]
    public void Nothing_comes_from_outside(string source) => Fails(source);

    [Theory]
    [InlineData("{{ for i in 1..100000000 }}x{{ end }}")]
    [InlineData("{{ while true }}{{ end }}")]
    [InlineData("{{ func f; f; end; f }}")]
    [InlineData("{{ x = 'x'; for i in 1..40; x = x + x; end; x }}")]
    [InlineData("{{ 'x' * 1000000000 }}")]
    [InlineData("{{ '' | string.pad_left 1000000000 }}")]
    [InlineData("{{ for i in 1..900; for j in 1..900; for k in 1..900; end; end; end }}")]
    public void Nothing_is_endless(string source) => Fails(source);

    [Fact]
    public void A_broken_file_an_unknown_ending_and_a_part_in_two_languages_are_found_at_the_start()
    {
        Assert.Throws<TemplateException>(() => Render("subject.hbs", "s", "text.sbn", "{{ if }}", "html.hbs", "h"));
        Assert.Throws<TemplateException>(() => Render("subject.hbs", "s", "text.liquid", "t", "html.hbs", "h"));
        Assert.Throws<TemplateException>(() => Render("subject.hbs", "s", "text.sbn", "t", "html.hbs", "h", "text.hbs", "t"));
    }

    [Fact]
    public void A_folder_goes_before_the_templates_of_the_program_whatever_they_are_written_in()
    {
        using var folder = new Lifecycle.Tests.Silo.TestFolder("birthday/en");
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(Path.Combine(folder.Path, "subject.sbn"), "All the best, {{ addressee }}");
        File.WriteAllText(Path.Combine(folder.Path, ".subject.sbn.swp"), "an editor's own");
        var root = Path.GetFullPath(Path.Combine(folder.Path, "..", ".."));
        var text = new MessageTemplates(TemplateFiles.Over(TemplateFiles.Embedded(), root), new ClusterEdition().TemplateLanguages).Render("birthday", "en", Fields);
        Assert.Equal("All the best, O'Neil & <b>Söhne</b> 王", text.Subject);
        Assert.StartsWith("Dear O'Neil", text.Text);
    }

    private static void Fails(string source)
    {
        var render = new ScribanLanguage();
        foreach (var html in new[] { false, true })
        {
            Assert.Throws<TemplateException>(() => render.Compile("t.sbn", source, html)(Fields));
        }
    }

    private static RenderedText Render(params string[] files) => new MessageTemplates(
        files.Chunk(2).ToDictionary(file => "t/zh-CN/" + file[0], file => file[1]), new ClusterEdition().TemplateLanguages).Render("t", null, Fields);
}
