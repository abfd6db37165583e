using AsyncProf.Diffing;

namespace AsyncProf.Renderers;

/// <summary>
/// Writes the comparison of two sides as one HTML file that needs nothing else: the verdict, what was decided, and a differential icicle. The same input gives
/// the same bytes.
/// </summary>
internal static class DiffPage
{
    private static readonly PageTemplate Template =
        new("diff.html", ["page.css", "diff.css"], ["model.js", "flame.js", "tree.js", "shell.js", "diffmodel.js", "diffflame.js", "diffdetail.js", "diffapp.js", "view.js"]);

    /// <summary>Writes the page.</summary>
    /// <param name="tree">What is drawn. What is too small to be seen is folded.</param>
    /// <param name="head">What is said before.</param>
    /// <param name="output">Where it goes, as UTF-8; it stays open.</param>
    internal static void Write(DiffTree tree, DiffPageHead head, Stream output) =>
        Template.Write(head.Title, asksItsServer: false, data => DiffPageData.Write(tree, head, data), output);
}
