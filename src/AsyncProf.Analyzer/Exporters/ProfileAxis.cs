namespace AsyncProf.Exporters;

/// <summary>What is shown of the logical stacks: a time axis, or what they used (<c>docs/semantics.md</c>).</summary>
public enum ProfileAxis
{
    /// <summary>The time of the roots, which partitions: what each lasted, charged to what it waited for.</summary>
    Elapsed,

    /// <summary>Every operation's own life: what runs at once counts each.</summary>
    Task,

    /// <summary>Bytes allocated on the managed heap.</summary>
    Allocated,

    /// <summary>Time on processors.</summary>
    Cpu,
}
