namespace AsyncProf.Testing.Simulation;

/// <summary>A thread of the virtual pool: a clock and a stack of what it is doing.</summary>
internal sealed class VirtualThread(int key)
{
    public int Key { get; } = key;

    /// <summary>Its time; the recording's first tick is 1, for 0 stands for never.</summary>
    public long Clock { get; set; } = 1;

    public Stack<Activation> Stack { get; } = new();

    /// <summary>What it blocks on; empty while it works.</summary>
    public IReadOnlyList<SimTask> BlockedOn { get; set; } = [];

    /// <summary>Runs work that was posted to the synchronization context.</summary>
    public bool InContext { get; set; }

    /// <summary>The request that started here while no operation ran; 0 for none.</summary>
    public long PrefixEntry { get; set; }

    /// <summary>The dispatchers that it runs, one inside the other, the innermost last.</summary>
    public List<SimDispatcher> Dispatchers { get; } = [];

    /// <summary>The task that its last event said was made; 0 if that said something else.</summary>
    public int Made { get; set; }

    /// <summary>Which session it has told of its dispatchers.</summary>
    public int Session { get; set; }

    public bool IsBusy => Stack.Count > 0;

    public bool IsBlocked => BlockedOn.Any(task => !task.IsCompleted);
}
