using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Input;

public sealed class TextTests
{
    public static TheoryData<string, string?> Cases { get; } = new()
    {
        { "a", null },
        { "北京 大客户", null },
        { "😀 e\u0301 \u202e", null },
        { "", "text-blank" },
        { " ", "text-blank" },
        { " a", "text-blank" },
        { "a\u00a0", "text-blank" },
        { "a\u3000", "text-blank" },
        { "a\0b", "text-invalid" },
        { "a\nb", "text-invalid" },
        { "a\u0085b", "text-invalid" },
        { "a\u007fb", "text-invalid" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Check(string value, string? code)
    {
        Assert.Equal(code, Text.Check(value, "f")?.Code);
        Assert.Equal(value == "" ? "required" : code, Text.CheckId(value, "f")?.Code);
    }

    [Fact]
    public void HalfASurrogatePairAnywhere()
    {
        foreach (var half in new[] { (char)0xD83D, (char)0xDE00 })
        {
            Assert.All(new[] { $"{half}", $"a{half}", $"{half}a", $"a{half}b" }, v => Assert.Equal("text-invalid", Text.Check(v, "f")?.Code));
            Assert.Equal("text-invalid", Text.CheckNote($"a{half}", "f")?.Code);
        }

        Assert.Equal("text-invalid", Text.Check("\uDE00\uD83D", "f")?.Code);
    }

    [Fact]
    public void LengthsCountUtf16Units()
    {
        Assert.Null(Text.Check(new string('x', 200), "f"));
        Assert.Equal("text-too-long", Text.Check(new string('x', 201), "f")?.Code);
        Assert.Null(Text.CheckId(new string('x', 100), "f"));
        Assert.Equal("text-too-long", Text.CheckId(new string('x', 99) + "😀", "f")?.Code);
        Assert.Null(Text.CheckNote(new string('x', 2000), "f"));
        Assert.Equal("text-too-long", Text.CheckNote(new string('x', 2001), "f")?.Code);
    }

    [Fact]
    public void NotesMayHaveLinesAndBlanks()
    {
        Assert.Null(Text.CheckNote(null, "f"));
        Assert.Null(Text.CheckNote("", "f"));
        Assert.Null(Text.CheckNote(" a\r\n\tb ", "f"));
        Assert.Equal("text-invalid", Text.CheckNote("a\0", "f")?.Code);
        Assert.Equal("text-invalid", Text.CheckNote("a\u001b", "f")?.Code);
    }

    [Fact]
    public void NoTextIsNoFaultButNoId()
    {
        Assert.Null(Text.Check(null, "f"));
        Assert.Equal(("required", "f"), (Text.CheckId(null, "f")?.Code, Text.CheckId(null, "f")?.Field));
    }
}
