namespace AsyncProf.Symbols.Code;

/// <summary>The code of one state machine, or of one method that has none: its awaits, and what it calls.</summary>
internal sealed class AsyncCode
{
    private readonly AwaitSite[] _awaits;

    public AsyncCode(CalledMethod method, (string File, int Line) begin, AwaitSite[] awaits, IReadOnlyList<CalledMethod> calls)
    {
        Type = method.Type;
        Method = method.Name;
        (File, Line) = begin;
        _awaits = awaits;
        Calls = calls;
    }

    /// <summary>The type of the method that the machine belongs to, as <see cref="CalledMethod.Type"/> has it.</summary>
    public string Type { get; }

    /// <summary>The method that the machine belongs to, as <see cref="CalledMethod.Name"/> has it.</summary>
    public string Method { get; }

    /// <summary>The source file in which the method's body begins; empty without a PDB.</summary>
    public string File { get; }

    /// <summary>The line at which the method's body begins; 0 without a PDB.</summary>
    public int Line { get; }

    /// <summary>Where <see cref="File"/> can be read, as the PDB's Source Link has it; empty where it has none.</summary>
    public string Link { get; init; } = "";

    /// <summary>True for a method that has no machine: the runtime suspends it, and the TPL tells of none of its waits.</summary>
    public bool IsSuspendedByRuntime { get; init; }

    /// <summary>All awaits, in order of their offsets.</summary>
    public IReadOnlyList<AwaitSite> Awaits => _awaits;

    /// <summary>Every method that is called, constructed or made a delegate, once each, without what the compiler adds of its own.</summary>
    public IReadOnlyList<CalledMethod> Calls { get; }

    /// <summary>
    /// The awaits that can be suspending at an offset, the one whose code holds it first. Ahead-of-time compilation merges endings that are the same
    /// (seen in ReadyToRun code, and possible wherever the builder's method is not inlined): then the offset is that of one of them.
    /// </summary>
    public IReadOnlyList<AwaitSite> AllAt(int ilOffset) =>
        At(ilOffset) is { } site ? [site, .. _awaits.Where(other => other.Ending == site.Ending && !ReferenceEquals(other, site))] : [];

    /// <summary>
    /// The await whose code holds an offset; null if none does. F# puts what follows an await between its beginning and its suspension: there the inner one counts.
    /// </summary>
    public AwaitSite? At(int ilOffset)
    {
        for (int i = _awaits.Length - 1; i >= 0; i--)
        {
            if (_awaits[i].From <= ilOffset && ilOffset < _awaits[i].To)
                return _awaits[i];
        }

        return null;
    }
}
