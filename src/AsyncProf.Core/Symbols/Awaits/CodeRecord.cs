namespace AsyncProf.Symbols.Awaits;

/// <summary>What a process tells of the code of a method.</summary>
/// <param name="NameId">The name of its operations.</param>
/// <param name="File">The source file in which it begins; empty where it is not known.</param>
/// <param name="Line">The line in which it begins; 0 where it is not known.</param>
/// <param name="Untold">Where it suspends of which no event tells; null where nothing tells.</param>
/// <param name="OnTask">Where it awaits a task that is no operation of a method; null where nothing tells.</param>
internal readonly record struct CodeRecord(int NameId, string File, int Line, AwaitInfo? Untold, AwaitInfo? OnTask)
{
    /// <summary>Where the file can be read; null where nothing tells.</summary>
    public string? Link { get; init; }
}
