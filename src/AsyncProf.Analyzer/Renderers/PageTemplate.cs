using System.Net;
using System.Security.Cryptography;
using System.Text;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>One HTML file that needs nothing else, put together of the parts in <c>Page</c>. Its policy lets no request leave, and only its own script and style run.</summary>
/// <param name="markup">The part with the places to fill in.</param>
/// <param name="styles">Later ones overrule earlier ones.</param>
/// <param name="scripts">Later ones use earlier ones.</param>
internal sealed class PageTemplate(string markup, string[] styles, string[] scripts)
{
    /// <summary>Writes the page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="asksItsServer">Whether its script may ask the server that it came from.</param>
    /// <param name="writeData">Writes what the script reads, as JSON in which <c>&lt;</c> is escaped.</param>
    /// <param name="output">Where it goes, as UTF-8; it stays open.</param>
    public void Write(string title, bool asksItsServer, Action<Stream> writeData, Stream output)
    {
        string style = string.Concat(styles.Select(Part)), script = "\"use strict\";\n(() => {\n" + string.Concat(scripts.Select(Part)) + "})();\n";
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["policy"] = $"default-src 'none'; script-src {Hash(script)}; style-src {Hash(style)}{(asksItsServer ? "; connect-src 'self'" : "")}; base-uri 'none'; form-action 'none'",
            ["title"] = WebUtility.HtmlEncode(PlainText.Printable(title)),
            ["style"] = style,
            ["script"] = script,
        };
        using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        string[] parts = Part(markup).Split("{{");
        writer.Write(parts[0]);
        foreach (string part in parts[1..])
        {
            int end = part.IndexOf("}}", StringComparison.Ordinal);
            if (part[..end] == "data")
            {
                writer.Flush();
                writeData(output);
            }
            else
            {
                writer.Write(values[part[..end]]);
            }

            writer.Write(part[(end + 2)..]);
        }
    }

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Part(string name)
    {
        using Stream stream = typeof(PageTemplate).Assembly.GetManifestResourceStream($"Page/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
