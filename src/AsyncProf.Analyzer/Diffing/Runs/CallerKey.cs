namespace AsyncProf.Diffing.Runs;

/// <summary>Where calls of a method come from.</summary>
/// <param name="Caller">The canonical name of who awaits it.</param>
/// <param name="Line">The line of the await; 0 where it is not known, or there are several.</param>
internal readonly record struct CallerKey(string Caller, int Line);
