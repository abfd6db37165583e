namespace AsyncProf.Cli.Top;

/// <summary>A column of numbers in a live table.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="Sort">What it shows and can be sorted by; null for what cannot be sorted by.</param>
/// <param name="Text">The number of a row as text.</param>
internal sealed record TopColumn(string Title, TopSort? Sort, Func<TopRow, string> Text);
