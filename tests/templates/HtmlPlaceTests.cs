namespace Lifecycle.Tests.Templates;

/// <summary>Where a field may stand in HTML: only where escaping makes it harmless.</summary>
public sealed class HtmlPlaceTests
{
    private const string InTag = "within a tag a field may stand only in a quoted value";
    private const string Unlike = "with and without this block, tags and quotes are not closed alike";

    [Theory]
    [InlineData("<p>{{sender}}</p>")]
    [InlineData("<img alt=\"{{sender}}\"><p title='{{sender}}' class=x>{{sender}}</p>")]
    [InlineData("<p title = \"a {{sender}} b\">{{sender}}")]
    [InlineData("a < b {{sender}}")]
    [InlineData("<br/>{{sender}}<hr />{{sender}}")]
    [InlineData("<!-- <p {{!-- nothing --}} --> {{sender}}")]
    [InlineData("<style>a > b { }</style>{{sender}}<SCRIPT>if (a < b) { }</SCRIPT >{{sender}}")]
    [InlineData("<p title=\"{{#if sender}}{{sender}}{{else}}x{{/if}}\">{{sender}}</p>")]
    [InlineData("<p {{#if sender}}title=\"{{sender}}\" {{/if}}class='x'>{{sender}}</p>")]
    [InlineData("{{#if sender}}<b>{{sender}}</b>{{else}}<i>x</i>{{/if}}{{sender}}")]
    public void Between_tags_and_in_quoted_descriptions(string source) => Assert.Empty(Written.Handlebars.Faults(source, "html"));

    [Theory]
    [InlineData("<a href=\"{{unsubscribeUrl}}\">x</a>")]
    [InlineData("<a class=x HREF='{{unsubscribeUrl}}'>x</a>")]
    public void A_link_leads_to_unsubscribing_only(string source)
    {
        Assert.Empty(Written.Handlebars.Faults(source, "html", isCommercial: true));
        Assert.Single(Written.Handlebars.Faults(source.Replace("unsubscribeUrl", "sender", StringComparison.Ordinal), "html", isCommercial: true), f => f.EndsWith("no field may stand in the attribute href", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<p title={{sender}}>", InTag)]
    [InlineData("<p {{sender}}>", InTag)]
    [InlineData("<{{sender}}>", InTag)]
    [InlineData("<p title=a{{sender}}>", InTag)]
    [InlineData("<p title= {{sender}}>", InTag)]
    [InlineData("<p onclick=\"x('{{sender}}')\">", "no field may stand in the attribute onclick")]
    [InlineData("<p style='color: {{sender}}'>", "no field may stand in the attribute style")]
    [InlineData("<p title x='{{sender}}'>", "no field may stand in the attribute x")]
    [InlineData("<p title='a'x='{{sender}}'>", "no field may stand in the attribute x")]
    [InlineData("<img src=\"{{sender}}\">", "no field may stand in the attribute src")]
    [InlineData("<script>{{sender}}</script>", "no field may stand within script")]
    [InlineData("<script/>{{sender}}", "no field may stand within script")]
    [InlineData("<STYLE type='a'>{{sender}}", "no field may stand within style")]
    [InlineData("<!-- {{sender}} -->", "no field may stand within a comment")]
    [InlineData("<p title=\"{{#if sender}}\"{{else}}{{/if}}>", Unlike)]
    [InlineData("<p {{#if sender}}title=\"{{/if}}>", Unlike)]
    [InlineData("<s{{#if sender}} {{/if}}cript>", Unlike)]
    [InlineData("<p on{{#if sender}} {{/if}}title='{{sender}}'>", Unlike)]
    [InlineData("{{#if sender}}<script>{{/if}}{{sender}}", Unlike, "no field may stand within script")]
    [InlineData("<p title=\"{{#if sender}}\">{{else}}{{sender}}\">{{/if}}{{sender}}")]
    public void Nowhere_else(string source, params string[] faults) =>
        Assert.Equal(faults, Written.Handlebars.Faults(source, "html").Select(fault => fault[(fault.IndexOf(": ", StringComparison.Ordinal) + 2)..]));

    [Fact]
    public void A_name_cannot_break_out_of_a_value() => Assert.Equal(
        "<p title=\"O&#x27;Neil &amp; &lt;b&gt;Söhne&lt;/b&gt; &quot;王&quot;\">Dear O&#x27;Neil &amp; &lt;b&gt;Söhne&lt;/b&gt; &quot;王&quot;,</p>",
        Written.Handlebars.Fill("<p title=\"{{addressee}}\">{{salutation addressee}}</p>", "html"));

    [Fact]
    public void Text_may_be_anything() => Assert.Empty(Written.Handlebars.Faults("<p title={{sender}}> <script>{{sender}}"));
}
