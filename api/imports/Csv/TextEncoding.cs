using System.Text;
using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Csv;

/// <summary>Which of the two encodings a file is in: UTF-8 if every byte of it is, else GB18030.</summary>
internal static class TextEncoding
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding Gb18030 =
        CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>Reads the whole file to find out; guessing from its beginning would garble a name near its end.</summary>
    public static Refusal? TryDetect(Stream file, CancellationToken ct, out Encoding encoding)
    {
        foreach (var candidate in new[] { Utf8, Gb18030 })
        {
            encoding = candidate;
            file.Position = 0;
            switch (Holds(file, candidate, ct))
            {
                case true:
                    return null;
                case null:
                    return new("import-encoding", "The file is not text: it holds NUL bytes, as spreadsheets and UTF-16 files do. Save it as CSV in UTF-8.");
            }
        }

        encoding = Utf8;
        return new("import-encoding", "The file is text neither in UTF-8 nor in GB18030.");
    }

    /// <summary>Whether the file is text in this encoding; null: in none, for it holds NUL.</summary>
    private static bool? Holds(Stream file, Encoding encoding, CancellationToken ct)
    {
        var bytes = new byte[1 << 16];
        var chars = new char[encoding.GetMaxCharCount(bytes.Length)];
        var decoder = encoding.GetDecoder();
        try
        {
            while (true)
            {
                ct.ThrowIfCancellationRequested();
                var read = file.Read(bytes);
                if (bytes.AsSpan(0, read).Contains((byte)0))
                {
                    return null;
                }

                decoder.GetChars(bytes.AsSpan(0, read), chars, flush: read == 0);
                if (read == 0)
                {
                    return true;
                }
            }
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
