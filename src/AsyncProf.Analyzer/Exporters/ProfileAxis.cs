namespace AsyncProf.Exporters;

/// <summary>The time axis that is shown (<c>docs/semantics.md</c>).</summary>
public enum ProfileAxis
{
    /// <summary>The time of the roots, which partitions: what each lasted, charged to what it waited for.</summary>
    Elapsed,

    /// <summary>Every operation's own life: what runs at once counts each.</summary>
    Task,
}
