namespace AsyncProf.Symbols.Code;

/// <summary>One await in the code of an async method.</summary>
internal sealed record AwaitSite
{
    /// <summary>Where the await's code begins: the call of <c>GetAwaiter</c>, or of the runtime's helper.</summary>
    public required int From { get; init; }

    /// <summary>Where the code that suspends ends.</summary>
    public required int To { get; init; }

    /// <summary>The methods that can have made what is awaited, in order of the code; at least one.</summary>
    public required IReadOnlyList<CalledMethod> Candidates { get; init; }

    /// <summary>What is awaited, where there is one candidate; without a name where there are several.</summary>
    public CalledMethod Awaited => Candidates.Count == 1 ? Candidates[0] : new CalledMethod("", "", IsVirtual: false);

    /// <summary>What the awaiter's type says of the events of its waits.</summary>
    public required AwaiterKind Awaiter { get; init; }

    /// <summary>A number that awaits of one method share where the code by which they suspend is the same.</summary>
    public int Ending { get; init; }

    /// <summary>The source file; empty without a PDB.</summary>
    public string File { get; init; } = "";

    /// <summary>The line; 0 without a PDB.</summary>
    public int Line { get; init; }
}
