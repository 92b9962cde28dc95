using Lifecycle.Templates;

namespace Lifecycle.Tests.Templates;

/// <summary>What a Handlebars template may say, and where it says something else.</summary>
public sealed class HandlebarsCheckTests
{
    [Theory]
    [InlineData("{{customerNam}}", "line 1, column 3: unknown field customerNam")]
    [InlineData("a\nbc\n  {{ addressee }} {{ customerNam }}", "line 3, column 22: unknown field customerNam")]
    [InlineData("a\r\nbc\r\n  {{ customerNam }}", "line 3, column 6: unknown field customerNam")]
    [InlineData("a\rbc\r{{~customerNam~}}", "line 3, column 4: unknown field customerNam")]
    [InlineData("王总，{{昵称}}", "line 1, column 6: unknown field 昵称")]
    [InlineData("{{#if customerNam}}x{{/if}}", "line 1, column 7: unknown field customerNam")]
    [InlineData("{{sender.city}}", "line 1, column 3: unknown field sender.city")]
    [InlineData("{{sender.[Length]}}", "line 1, column 3: unknown field sender.[Length]")]
    [InlineData("{{../sender}}", "line 1, column 3: unknown field ../sender")]
    [InlineData("{{this}}", "line 1, column 3: unknown field this")]
    [InlineData("{{.}}", "line 1, column 3: unknown field .")]
    [InlineData("{{@root}}", "line 1, column 3: unknown field @root")]
    [InlineData("{{*sender}}", "line 1, column 3: unknown field *sender")]
    [InlineData("{{Sender}}", "line 1, column 3: unknown field Sender")]
    [InlineData("{{lookup sender}}", "line 1, column 3: unknown helper lookup")]
    [InlineData("{{log sender}}", "line 1, column 3: unknown helper log")]
    [InlineData("{{if sender}}", "line 1, column 3: unknown helper if")]
    [InlineData("{{lookup this 'sender'}}", "line 1, column 3: unknown helper lookup")]
    [InlineData("{{money receivable overdue}}", "line 1, column 3: money takes one field")]
    [InlineData("{{money (money receivable)}}", "line 1, column 3: money takes one field")]
    [InlineData("{{money}}", "line 1, column 3: helper money needs a field")]
    [InlineData("{{money nothing}}", "line 1, column 9: unknown field nothing")]
    [InlineData("{{money addressee}}", "line 1, column 9: money takes an amount, and addressee is a text")]
    [InlineData("{{salutation tier}}", "line 1, column 14: salutation takes a text, and tier is a number")]
    [InlineData("{{receivable}}", "line 1, column 3: receivable is an amount: write money receivable")]
    [InlineData("{{occursOn}}", "line 1, column 3: occursOn is a date: write date occursOn or lunarDate occursOn")]
    [InlineData("{{#each sender}}{{/each}}", "line 1, column 3: unknown block #each: there are #if, #unless and else", "line 1, column 19: unknown block /each: there are #if, #unless and else")]
    [InlineData("{{#with sender}}x", "line 1, column 3: unknown block #with: there are #if, #unless and else")]
    [InlineData("{{#sender}}x", "line 1, column 3: unknown block #sender: there are #if, #unless and else")]
    [InlineData("{{^sender}}x", "line 1, column 3: unknown block ^sender: there are #if, #unless and else")]
    [InlineData("{{#>layout}}x", "line 1, column 3: unknown block #>layout: there are #if, #unless and else")]
    [InlineData("{{#*inline}}x", "line 1, column 3: unknown block #*inline: there are #if, #unless and else")]
    [InlineData("{{# if sender}}x", "line 1, column 3: unknown block #: there are #if, #unless and else")]
    [InlineData("{{#if}}x", "line 1, column 3: #if asks for one field")]
    [InlineData("{{#if sender includeZero=true}}x", "line 1, column 3: #if asks for one field")]
    [InlineData("{{> header}}", "line 1, column 3: templates do not include others")]
    [InlineData("{{&sender}}", "line 1, column 3: & does not escape: write the field alone")]
    [InlineData("a {{{sender}}}", "line 1, column 3: {{{ does not escape: write {{")]
    [InlineData("{{{{raw}}}}", "line 1, column 1: {{{ does not escape: write {{")]
    [InlineData("{{sender}}}", "line 1, column 9: three closing braces")]
    [InlineData("a\\{{sender}}", "line 1, column 2: a backslash may not stand before a tag")]
    [InlineData("\n {{sender", "line 2, column 2: {{ is never closed")]
    [InlineData("{{}}", "line 1, column 1: nothing is named")]
    [InlineData("\n{{#if sender}}x", "line 2, column 1: {{#if}} is never closed")]
    [InlineData("{{#if sender}}x{{/unless}}{{/if}}", "line 1, column 18: /unless closes no block")]
    [InlineData("{{/if}}", "line 1, column 3: /if closes no block")]
    [InlineData("{{else}}", "line 1, column 3: else without a block of its own")]
    [InlineData("{{#if sender}}a{{else}}b{{else}}c{{/if}}", "line 1, column 27: else without a block of its own")]
    [InlineData("{{#if sender}}a{{else if tier}}b{{/if}}", "line 1, column 18: else stands alone: put another block into it")]
    [InlineData("{{!-- a -- {{x}} --}}", "line 1, column 1: a comment is written {{! … }} or {{!-- … --}}, without braces, < or -- in it")]
    [InlineData("{{!< layout}}", "line 1, column 1: a comment is written {{! … }} or {{!-- … --}}, without braces, < or -- in it")]
    [InlineData("{{unsubscribeUrl}}", "line 1, column 3: unsubscribeUrl is there in commercial templates only")]
    [InlineData("{{a}}\n{{b}}", "line 1, column 3: unknown field a", "line 2, column 3: unknown field b")]
    public void Faults_are_named_with_line_and_column(string source, params string[] faults)
    {
        foreach (var part in PartSource.All)
        {
            Assert.Equal(faults, Written.Handlebars.Faults(source, part));
        }
    }

    [Theory]
    [InlineData("{{sender}}", "Acme & Co")]
    [InlineData("{{ sender }}", "Acme & Co")]
    [InlineData("a {{~sender~}} b", "aAcme & Cob")]
    [InlineData("{{#if addressee}}y{{else}}n{{/if}}", "y")]
    [InlineData("{{#if state}}y{{else}}n{{/if}}", "n")]
    [InlineData("{{#unless state}}y{{/unless}}", "y")]
    [InlineData("{{#if overdue}}y{{else}}n{{/if}}", "n")]
    [InlineData("{{#if receivable}}{{#if occursOn}}y{{/if}}{{/if}}", "y")]
    [InlineData("a{{! no words }}b{{!-- no } --}}", null)]
    [InlineData("a{{! no words }}b{{!-- more --}}c{{!--~--}}", "abc")]
    [InlineData("@media { a { b: c }} { }", "@media { a { b: c }} { }")]
    [InlineData("C:\\x {sender}", "C:\\x {sender}")]
    [InlineData("{{anniversaryYears}}", "10")]
    public void What_is_allowed_does_what_it_says(string source, string? text)
    {
        if (text is null)
        {
            Assert.Empty(Written.Handlebars.Faults(source));
        }
        else
        {
            Assert.Equal(text, Written.Handlebars.Fill(source));
        }
    }

    [Fact]
    public void Length_depth_and_number_are_bounded()
    {
        Assert.Equal(["line 1, column 1: longer than 65536 characters"], Written.Handlebars.Faults(new string('x', 65_537)));
        Assert.Empty(Written.Handlebars.Faults(new string('x', 65_536)));
        string Nested(int depth) => string.Concat(Enumerable.Repeat("{{#if sender}}", depth)) + string.Concat(Enumerable.Repeat("{{/if}}", depth));
        Assert.Empty(Written.Handlebars.Faults(Nested(20)));
        Assert.Contains("line 1, column 283: blocks nested deeper than 20", Written.Handlebars.Faults(Nested(3000)));
        Assert.Equal(["line 1, column 10001: more than 1000 tags"], Written.Handlebars.Faults(string.Concat(Enumerable.Repeat("{{sender}}", 2000))));
        Assert.Equal(50, Written.Handlebars.Faults(string.Concat(Enumerable.Repeat("{{x}}", 900))).Count());
    }

    [Theory]
    [InlineData("{{unsubscribeUrl}}", true)]
    [InlineData("{{#if sender}}{{unsubscribeUrl}}{{/if}}", false)]
    [InlineData("{{#if unsubscribeUrl}}x{{/if}}", false)]
    [InlineData("{{salutation unsubscribeUrl}}", false)]
    [InlineData("x", false)]
    public void Where_to_unsubscribe_must_be_shown_whatever_the_conditions_say(string source, bool shows)
    {
        var read = Written.Handlebars.Read(source, "html", isCommercial: true);
        Assert.Empty(read.Faults);
        Assert.Equal((shows, source != "x"), (read.ShowsUnsubscribe, read.NamesUnsubscribe));
    }
}
