using Lifecycle.Cluster.Templating;
using Lifecycle.Grains;
using Lifecycle.Templates;
using Lifecycle.Tests.Templates;

namespace Lifecycle.Cluster.Tests;

/// <summary>The second template language: the same fields, helpers and strictness, and a sandbox around whoever writes it.</summary>
public sealed class ScribanTests
{
    private static readonly ScribanLanguage Scriban = new();

    [Fact]
    public void The_file_ending_chooses_part_by_part()
    {
        var book = Book("subject.hbs", "{{sender}}", "text.sbn", "{{ sender | string.upcase }}", "html.sbn", "<p>{{ sender }}</p>");
        var text = book.Render("t", null, Written.Fields);
        Assert.Equal(("Acme & Co", "ACME & CO", "<p>Acme &amp; Co</p>"), (text.Subject, text.Text, text.Html));
        Assert.Equal("mixed", book.Find("t", "zh-CN")!.Content.TemplateLanguage);
    }

    [Theory]
    [InlineData("{{addressee}} {{sender}} {{anniversaryYears}}", "{{ addressee }} {{ sender }} {{ anniversaryYears }}")]
    [InlineData("{{salutation addressee}}", "{{ salutation addressee }}")]
    [InlineData("{{salutation state}}", "{{ state | salutation }}")]
    [InlineData("{{money receivable}} {{money overdue}}", "{{ money receivable }} {{ money (overdue) }}")]
    [InlineData("{{date occursOn}} {{lunarDate occursOn}}", "{{ date occursOn }} {{ lunarDate occursOn }}")]
    [InlineData("{{#if addressee}}y{{else}}n{{/if}}", "{{ if addressee }}y{{ else }}n{{ end }}")]
    [InlineData("{{#if state}}y{{else}}n{{/if}}", "{{ if state }}y{{ else }}n{{ end }}")]
    [InlineData("{{#if overdue}}y{{else}}n{{/if}}", "{{ if overdue }}y{{ else }}n{{ end }}")]
    [InlineData("{{#unless state}}y{{/unless}}", "{{ if !state }}y{{ end }}")]
    [InlineData("{{#unless state}}y{{/unless}}", "{{ if state }}n{{ else if anniversaryYears >= 10 && sender == 'Acme & Co' }}y{{ end }}")]
    public void Both_languages_say_the_same(string handlebars, string scriban)
    {
        foreach (var part in PartSource.All)
        {
            foreach (var language in new[] { "zh-CN", "en" })
            {
                Assert.Equal(Written.Handlebars.Fill(handlebars, part, language), Scriban.Fill(scriban, part, language));
            }
        }
    }

    [Theory]
    [InlineData("a\r\nbc\r\n  {{ customerNam }}", "line 3, column 6: unknown field customerNam")]
    [InlineData("{{ if nickname }}x{{ end }}", "line 1, column 7: unknown field nickname")]
    [InlineData("{{ sender.city }}", "line 1, column 4: unknown field sender.city")]
    [InlineData("{{ missing_helper sender }}", "line 1, column 4: unknown helper missing_helper")]
    [InlineData("{{ money }}", "line 1, column 4: helper money needs a field")]
    [InlineData("{{ money receivable overdue }}", "line 1, column 4: money takes one field")]
    [InlineData("{{ money addressee }}", "line 1, column 10: money takes an amount, and addressee is a text")]
    [InlineData("{{ receivable }}", "line 1, column 4: receivable is an amount: write money receivable")]
    [InlineData("{{ occursOn | string.upcase }}", "line 1, column 4: occursOn is a date: write date occursOn or lunarDate occursOn")]
    [InlineData("{{ unsubscribeUrl }}", "line 1, column 4: unsubscribeUrl is there in commercial templates only")]
    [InlineData("{{ date.now }}", "line 1, column 4: unknown field date.now")]
    [InlineData("{{ object.eval '1 + 1' }}", "line 1, column 4: unknown helper object.eval")]
    [InlineData("{{ string.nothing sender }}", "line 1, column 4: unknown helper string.nothing")]
    [InlineData("{{ sender = 'me' }}", "line 1, column 4: this is not there in templates")]
    [InlineData("{{ sender ?? 'me' }}", "line 1, column 4: this is not there in templates")]
    [InlineData("{{ 'x' * 1000000000 }}", "line 1, column 4: this is not there in templates")]
    [InlineData("{{ [1, 2] }}", "line 1, column 4: this is not there in templates")]
    [InlineData("{{ while true }}{{ end }}", "line 1, column 4: while is not there in templates: there are fields, helpers, functions on strings, and if")]
    [InlineData("\n{{ for i in 1..100000000 }}x{{ end }}", "line 2, column 4: for is not there in templates: there are fields, helpers, functions on strings, and if")]
    public void Faults_are_named_with_line_and_column(string source, string fault)
    {
        foreach (var part in PartSource.All)
        {
            Assert.Equal([fault], Scriban.Faults(source, part));
        }
    }

    [Theory]
    [InlineData("{{ include 'birthday/en/subject' }}")]
    [InlineData("{{ import 'x' }}")]
    [InlineData("{{ func f; f; end; f }}")]
    [InlineData("{{ capture x }}a{{ end }}")]
    [InlineData("{{ with sender }}a{{ end }}")]
    [InlineData("{{ readonly sender }}")]
    [InlineData("{{ this }}")]
    [InlineData("{{ this['sender'] }}")]
    [InlineData("{{ $x }}")]
    [InlineData("{{ @money }}")]
    [InlineData("{{ $\"{sender}\" }}")]
    [InlineData("{{ do; 1; end }}")]
    [InlineData("{{ sender | money }}")]
    [InlineData("{{ case tier; when 1; 'x'; end }}")]
    [InlineData("{{ ret sender }}")]
    [InlineData("{{ if }}")]
    [InlineData("{{ if sender }}")]
    [InlineData("{{ tablerow i in 1..2 }}{{ end }}")]
    public void Nothing_else_is_let_through(string source) => Assert.NotEmpty(Scriban.Faults(source));

    [Theory]
    [InlineData("{{ '' | string.pad_left 1000000000 }}")]
    [InlineData("{{ sender | string.pad_left 500001 }}")]
    [InlineData("{{ state }}")]
    [InlineData("{{ state | string.upcase }}")]
    [InlineData("{{ money sales }}")]
    public void What_is_too_long_or_has_no_value_fails(string source)
    {
        var read = Scriban.Read(source);
        Assert.Empty(read.Faults);
        Assert.Throws<TemplateException>(() => read.Fill(EngineValues.Of(Written.Fields)));
    }

    [Theory]
    [InlineData("<p title={{ sender }}>")]
    [InlineData("<script>{{ sender | string.upcase }}</script>")]
    [InlineData("<a href='{{ sender }}'>")]
    [InlineData("<p title=\"{{ if sender }}\"{{ else }}{{ end }}>")]
    [InlineData("<p title=\"{{ if sender }}a{{ else if tier }}\">{{ end }}\">")]
    public void Html_is_followed_as_in_the_other_language(string source) => Assert.NotEmpty(Scriban.Faults(source, "html"));

    [Fact]
    public void Where_to_unsubscribe_must_be_shown_whatever_the_conditions_say()
    {
        Assert.True(Scriban.Read("<a href=\"{{ unsubscribeUrl }}\">x</a>", "html", isCommercial: true).ShowsUnsubscribe);
        Assert.False(Scriban.Read("{{ if sender }}{{ unsubscribeUrl }}{{ end }}", "html", isCommercial: true).ShowsUnsubscribe);
    }

    [Fact]
    public void Deep_sources_are_faults_and_nothing_worse()
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat("{{if sender}}", depth)) + string.Concat(Enumerable.Repeat("{{end}}", depth));
        Assert.Empty(Scriban.Faults(Nested(20)));
        Assert.NotEmpty(Scriban.Faults(Nested(21)));
        Assert.NotEmpty(Scriban.Faults(Nested(3000)));
        Assert.NotEmpty(Scriban.Faults("{{" + new string('(', 10_000) + "1" + new string(')', 10_000) + "}}"));
        Assert.NotEmpty(Scriban.Faults("{{ 1" + string.Concat(Enumerable.Repeat(" == 1", 10_000)) + "}}"));
    }

    [Fact]
    public void A_saved_template_says_what_it_is_written_in()
    {
        var book = new MessageTemplates(TemplateFiles.Embedded(), new ClusterEdition().TemplateLanguages);
        var content = Written.Content("{{ sender | string.upcase }}", written: "scriban");
        Assert.Null(book.Check("birthday", "en", content).Refusal);
        book.Use(1, [new("birthday", "en", 1, content, "li.na", DateTimeOffset.UnixEpoch)]);
        Assert.Equal("ACME & CO", book.Render("birthday", "en", Written.Fields).Subject);
        Assert.Equal("template-invalid", book.Check("birthday", "en", Written.Content("{{ '' | string.pad_left 1000000 }}", written: "scriban")).Refusal?.Code);
    }

    [Fact]
    public void A_broken_file_an_unknown_ending_and_a_part_in_two_languages_are_found_at_the_start()
    {
        Assert.Throws<TemplateException>(() => Book("subject.hbs", "s", "text.sbn", "{{ if }}", "html.hbs", "h"));
        Assert.Throws<TemplateException>(() => Book("subject.hbs", "s", "text.liquid", "t", "html.hbs", "h"));
        Assert.Throws<TemplateException>(() => Book("subject.hbs", "s", "text.sbn", "t", "html.hbs", "h", "text.hbs", "t"));
    }

    [Fact]
    public void A_folder_goes_before_the_templates_of_the_program_whatever_they_are_written_in()
    {
        using var folder = new Lifecycle.Tests.Silo.TestFolder("birthday/en");
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(Path.Combine(folder.Path, "subject.sbn"), "All the best, {{ addressee }}");
        File.WriteAllText(Path.Combine(folder.Path, ".subject.sbn.swp"), "an editor's own");
        var root = Path.GetFullPath(Path.Combine(folder.Path, "..", ".."));
        var text = new MessageTemplates(TemplateFiles.Embedded().Under(root), new ClusterEdition().TemplateLanguages).Render("birthday", "en", Written.Fields);
        Assert.Equal("All the best, O'Neil & <b>Söhne</b> \"王\"", text.Subject);
        Assert.StartsWith("Dear O'Neil", text.Text);
    }

    private static MessageTemplates Book(params string[] files) =>
        new(TemplateFiles.Of(files.Chunk(2).ToDictionary(file => "t/zh-CN/" + file[0], file => file[1])), new ClusterEdition().TemplateLanguages);
}
