using AsyncProf.Profiles.Text;

namespace AsyncProf.Exporters;

/// <summary>Names as fields of comma-separated values, RFC 4180.</summary>
internal static class CsvField
{
    /// <summary>A field; one that a spreadsheet would take for a formula begins with a quote.</summary>
    public static string Of(string name)
    {
        string text = PlainText.Printable(name);
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@')
            text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
