using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols.Awaits;

/// <summary>What is known of the awaits of methods, wherever it comes from: the code itself, or a process that read it.</summary>
internal interface IAwaitSource : IPlaceNames
{
    /// <summary>The await at a place; null while nothing tells, which may be for good.</summary>
    AwaitInfo? At(int place);

    /// <summary>Where a method suspends of which no event has told: one of the awaits that the TPL says nothing of.</summary>
    AwaitInfo? Untold(int nameId, MethodName method);

    /// <summary>Where a method awaits a task that is no operation of a method: one of those awaits that no async method makes.</summary>
    AwaitInfo? OnTask(int nameId, MethodName method);

    /// <summary>Where a method awaits another.</summary>
    AwaitInfo? OnCall(int nameId, MethodName method, MethodName awaited);

    /// <summary>Grows whenever <see cref="Passed"/> may know more.</summary>
    int PassedVersion { get; }

    /// <summary>The methods that were seen to pass on a task from one method to another, the caller's side first; null where none were.</summary>
    /// <param name="caller">The name of the operations of who awaits.</param>
    /// <param name="callee">The name of the operations of who is awaited.</param>
    IReadOnlyList<MethodName>? Passed(int caller, int callee);

    /// <summary>Where the code of a method begins; an empty file and line 0 where nothing tells.</summary>
    (string File, int Line) BeginOf(MethodName method);

    /// <summary>Where the source file of a method can be read, as its PDB says: an address from anywhere, to be checked. Empty where nothing tells.</summary>
    string LinkOf(MethodName method);
}
