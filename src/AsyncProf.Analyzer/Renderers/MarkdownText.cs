using System.Text;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>Names in Markdown.</summary>
internal static class MarkdownText
{
    /// <summary>Names come from anywhere: none may end a cell, begin markup, or call somebody.</summary>
    public static string Escape(string name)
    {
        var text = new StringBuilder();
        foreach (char letter in PlainText.Printable(name))
        {
            text.Append(letter switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '@' => "&#64;",
                '|' or '`' or '*' or '_' or '[' or ']' or '\\' => $"\\{letter}",
                _ => letter.ToString(),
            });
        }

        return text.ToString();
    }

    /// <summary>A name that leads to its source.</summary>
    /// <param name="name">The name.</param>
    /// <param name="link">A checked address; empty for none.</param>
    public static string Link(string name, string link) => link.Length == 0 ? Escape(name) : $"[{Escape(name)}]({link})";
}
