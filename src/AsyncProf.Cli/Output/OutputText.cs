using System.Text;

namespace AsyncProf.Cli.Output;

/// <summary>Text into files and streams: UTF-8 without a mark, and what cannot be told in it becomes a sign that says so. The framework's own writer throws there.</summary>
internal static class OutputText
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>A writer over a stream that stays open.</summary>
    public static StreamWriter Over(Stream output) => new(output, Encoding, leaveOpen: true);

    /// <summary>Appends to a file.</summary>
    public static void Append(string file, string text) => File.AppendAllText(file, text, Encoding);
}
