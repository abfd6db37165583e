namespace AsyncProf.Testing.Simulation;

/// <summary>A thread of the virtual pool: a clock and a stack of what it is doing.</summary>
internal sealed class VirtualThread(int key)
{
    public int Key { get; } = key;

    public long Clock { get; set; }

    public Stack<Activation> Stack { get; } = new();

    /// <summary>What it blocks on; null while it works.</summary>
    public SimTask? BlockedOn { get; set; }

    public bool IsBusy => Stack.Count > 0;
}
