namespace AsyncProf.Profiles.Data;

/// <summary>All that is summed up for a logical stack. Whoever adds up, copies or merges stacks does it through here, and needs to know no single measure.</summary>
/// <param name="Calls">Whole calls with exactly this stack; for a wait, how many.</param>
/// <param name="WallNs">The sum of the durations of those calls.</param>
/// <param name="Task">The stack's own time on the task axis.</param>
/// <param name="Elapsed">The stack's own time on the elapsed axis.</param>
/// <param name="Use">What the stack itself used; every operation counts once, as on the task axis.</param>
internal readonly record struct Measures(long Calls, long WallNs, TimeByState Task, TimeByState Elapsed, ResourceUse Use = default)
{
    /// <summary>Everything added up, to know whether sums can be told in 64 bits.</summary>
    public Int128 Total => (Int128)Task.TotalNs + Elapsed.TotalNs + WallNs + Calls + Use.Total;

    public static Measures operator +(in Measures a, in Measures b) => new(a.Calls + b.Calls, a.WallNs + b.WallNs, a.Task + b.Task, a.Elapsed + b.Elapsed, a.Use + b.Use);

    /// <summary>The part that counts calls, or the part that is time, or both.</summary>
    public Measures Only(bool calls, bool time) => new(calls ? Calls : 0, calls ? WallNs : 0, time ? Task : default, time ? Elapsed : default, time ? Use : default);
}
