using Lifecycle.Grains;
using Lifecycle.Templates;
using Lifecycle.Templates.Handlebars;

namespace Lifecycle.Tests.Templates;

/// <summary>Templates as short as what is said about them.</summary>
internal static class Written
{
    public static readonly ITemplateLanguage Handlebars = new HandlebarsLanguage();

    /// <summary>With a name that HTML gives a meaning, an amount and a day; nobody's state, tier or unsubscribing.</summary>
    public static readonly IReadOnlyDictionary<string, FieldValue?> Fields = new MessageFields
    {
        Addressee = "O'Neil & <b>Söhne</b> \"王\"", Sender = "Acme & Co", OccursOn = new(2026, 11, 28), Receivable = 3_820_000, Overdue = 0, AnniversaryYears = 10,
    }.ToDictionary();

    /// <summary>One part, read.</summary>
    public static ReadPart Read(this ITemplateLanguage written, string source, string part = "text", string language = "en", bool isCommercial = false) =>
        written.Read(new($"t/{language}/{part}.{written.Ending}", part, source, language, isCommercial));

    /// <summary>One part, filled in.</summary>
    public static string Fill(this ITemplateLanguage written, string source, string part = "text", string language = "en", IReadOnlyDictionary<string, FieldValue?>? fields = null)
    {
        var read = written.Read(source, part, language);
        Assert.Empty(read.Faults);
        return read.Fill(EngineValues.Of(fields ?? Fields));
    }

    /// <summary>What is wrong with one part.</summary>
    public static IEnumerable<string> Faults(this ITemplateLanguage written, string source, string part = "text", bool isCommercial = false) =>
        written.Read(source, part, isCommercial: isCommercial).Faults.Select(fault => fault.Said);

    /// <summary>A saved template of three short parts.</summary>
    public static TemplateContent Content(string subject = "s", string text = "t", string html = "h", bool isCommercial = false, string written = "handlebars") =>
        new(written, new(subject, text, html), isCommercial);
}
