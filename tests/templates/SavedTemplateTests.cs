using Lifecycle.Grains;
using Lifecycle.Templates;
using Lifecycle.Tests.Silo;

namespace Lifecycle.Tests.Templates;

/// <summary>What is in force: the newest saved version, else the company's folder, else the file of the program.</summary>
public sealed class SavedTemplateTests
{
    [Fact]
    public void Saved_goes_before_folder_before_file()
    {
        using var folder = new TestFolder("birthday/en");
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(Path.Combine(folder.Path, "subject.hbs"), "from the folder");
        var book = new MessageTemplates(TemplateFiles.Embedded().Under(Path.GetFullPath(Path.Combine(folder.Path, "..", ".."))), [Written.Handlebars]);
        Assert.Equal(("folder", "from the folder"), Subject(book, "birthday", "en"));
        Assert.Equal("file", book.Find("birthday", "zh-CN")!.Source);

        book.Use(7, [Version("birthday", "en", 3, Written.Content("saved")), Version("own", "zh-CN", 1, Written.Content("own"))]);
        Assert.Equal((7, 3), (book.Stamp, book.Find("birthday", "en")!.Version));
        Assert.Equal(("saved", "saved"), Subject(book, "birthday", "en"));
        Assert.Equal(("saved", "own"), Subject(book, "own", "zh-CN"));
        Assert.Equal("own", book.Render("own", "en", Written.Fields).Subject);
        Assert.Contains(book.All, t => t is { Name: "own", File: null });

        // Older news change nothing; newer ones may take back.
        book.Use(6, []);
        Assert.Equal("saved", book.Find("birthday", "en")!.Source);
        book.Use(9, [Version("birthday", "en", 4, null), Version("own", "zh-CN", 2, null)]);
        Assert.Equal(("folder", "from the folder"), Subject(book, "birthday", "en"));
        Assert.Equal(4, book.Find("birthday", "en")!.Version);
        Assert.Null(book.Find("own", "zh-CN"));
        Assert.Throws<TemplateException>(() => book.Render("own", null, Written.Fields));
    }

    [Fact]
    public void A_saved_version_that_cannot_be_read_fails_where_it_is_rendered_and_nowhere_else()
    {
        var book = MessageTemplates.Embedded();
        book.Use(1, [Version("birthday", "en", 1, Written.Content("x", written: "scriban")), Version("tier", "en", 1, Written.Content("{{gone}}"))]);
        Assert.Equal("birthday/en version 1 is written in scriban, which this edition does not read.", book.Find("birthday", "en")!.Problem);
        Assert.Equal("tier/en version 1, subject: line 1, column 3: unknown field gone", book.Find("tier", "en")!.Problem);
        Assert.Throws<TemplateException>(() => book.Render("birthday", "en", Written.Fields));
        Assert.Throws<TemplateException>(() => book.Render("tier", "en", Written.Fields));
        Assert.Equal("zh-CN", book.Render("birthday", "zh-CN", Written.Fields).Language);
    }

    [Fact]
    public void A_check_says_what_is_wrong()
    {
        var book = MessageTemplates.Embedded();
        Assert.Null(book.Check("t", "en", Written.Content("{{sender}}")).Refusal);
        Assert.Equal("template-language-unknown", book.Check("t", "en", Written.Content(written: "liquid")).Refusal?.Code);
        Assert.Equal("commercial-required", book.Check("campaign", "en", Written.Content()).Refusal?.Code);

        var faulty = book.Check("t", "en", Written.Content("{{x}}", "{{y}}", "{{z}}"));
        Assert.Equal(("template-invalid", "subject text html"), (faulty.Refusal?.Code, string.Join(' ', faulty.Faults.Select(f => f.Part))));

        var silent = book.Check("t", "en", Written.Content(isCommercial: true));
        Assert.Equal(("unsubscribe-missing", "text html"), (silent.Refusal?.Code, string.Join(' ', silent.Faults.Select(f => f.Part))));
        Assert.Null(book.Check("t", "en", Written.Content("s", "{{unsubscribeUrl}}", "{{unsubscribeUrl}}", isCommercial: true)).Refusal);
    }

    private static (string Source, string Subject) Subject(MessageTemplates book, string name, string language) =>
        (book.Find(name, language)!.Source, book.Render(name, language, Written.Fields).Subject);

    private static TemplateVersion Version(string name, string language, int version, TemplateContent? content) =>
        new(name, language, version, content, "li.na", DateTimeOffset.UnixEpoch);
}
