namespace Lifecycle.Templates.Handlebars;

/// <summary>Tells line and column, both from 1, of places in a text that are asked for in ascending order. Lines end with LF, CRLF or CR.</summary>
internal sealed class LineNumbers(string text)
{
    private int read;
    private int line = 1;
    private int begin;

    public (int Line, int Column) At(int index)
    {
        if (index < read)
        {
            (read, line, begin) = (0, 1, 0);
        }

        for (; read < index; read++)
        {
            if (text[read] == '\n' || (text[read] == '\r' && (read + 1 == text.Length || text[read + 1] != '\n')))
            {
                (line, begin) = (line + 1, read + 1);
            }
        }

        return (line, index - begin + 1);
    }
}
