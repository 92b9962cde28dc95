using System.Text;
using Lifecycle.Grains;

namespace Lifecycle.Templates;

/// <summary>What a template writes, up to a limit.</summary>
internal sealed class LimitedWriter : TextWriter
{
    private readonly StringBuilder text = new();

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value)
    {
        Check(1);
        text.Append(value);
    }

    public override void Write(string? value)
    {
        Check(value?.Length ?? 0);
        text.Append(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        Check(count);
        text.Append(buffer, index, count);
    }

    public override string ToString() => text.ToString();

    private void Check(int more)
    {
        if (text.Length + more > PartSource.LongestRendered)
        {
            throw new TemplateException($"the text becomes longer than {PartSource.LongestRendered} characters");
        }
    }
}
