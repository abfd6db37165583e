namespace AsyncProf.Renderers;

/// <summary>What a server that shows pages tells each of them.</summary>
/// <param name="Files">The names of all files; page <c>i</c> is at <c>../i/</c>.</param>
/// <param name="Own">Which of them this page is.</param>
/// <param name="Version">What <c>version</c> beside the page answers until the file changes.</param>
internal sealed record PageLinks(IReadOnlyList<string> Files, int Own, string Version);
