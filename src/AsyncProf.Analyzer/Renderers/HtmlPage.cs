using AsyncProf.Findings;
using AsyncProf.Profiles;

namespace AsyncProf.Renderers;

/// <summary>
/// Writes a profile as one HTML file that needs nothing else: flame graph, tree, single requests over time, methods, lines and sandwich. Its policy lets no request leave, and only its own
/// script and style run. The same profile gives the same bytes.
/// </summary>
public static class HtmlPage
{
    private static readonly PageTemplate Template = new("page.html", ["page.css"], ["model.js", "flame.js", "tree.js", "table.js", "shell.js", "times.js", "timeline.js", "waterfall.js", "slowest.js", "requests.js", "series.js", "app.js", "view.js"]);

    /// <summary>Writes the page.</summary>
    /// <param name="profile">What is drawn.</param>
    /// <param name="findings">What was found in it.</param>
    /// <param name="title">The page's title; a file's name by custom.</param>
    /// <param name="output">Where it goes, as UTF-8; it stays open.</param>
    public static void Write(AsyncProfile profile, IReadOnlyList<Finding> findings, string title, Stream output) => Write(profile, findings, title, output, links: null);

    /// <param name="profile">What is drawn.</param>
    /// <param name="findings">What was found in it.</param>
    /// <param name="title">The page's title; a file's name by custom.</param>
    /// <param name="output">Where it goes, as UTF-8; it stays open.</param>
    /// <param name="links">What a server of ours offers beside it; null for a file, which asks nobody.</param>
    internal static void Write(AsyncProfile profile, IReadOnlyList<Finding> findings, string title, Stream output, PageLinks? links)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(output);
        Template.Write(title, asksItsServer: links is not null, data => PageData.Write(profile, findings, data, links), output);
    }
}
