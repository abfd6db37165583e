namespace AsyncProf.Profiles.Pprof;

/// <summary>A function of a location, as a file names it.</summary>
/// <param name="Name">How it is shown.</param>
/// <param name="SystemName">Its own name; empty where there is none.</param>
/// <param name="Assembly">The assembly of its mapping.</param>
/// <param name="Module">The module's version id; empty where there is none.</param>
/// <param name="File">The source file; empty where there is none.</param>
/// <param name="Line">Where it begins; 0 where that is not told.</param>
internal readonly record struct PprofFunction(string Name, string SystemName, string Assembly, Guid Module, string File, int Line);
