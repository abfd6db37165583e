namespace AsyncProf.Stitching.Dispatchers;

/// <summary>A chain of calls compiled as runtime-async that suspend and go on together. Only the first of them has a task.</summary>
/// <param name="id">The id of that task.</param>
internal sealed class Dispatcher(int id)
{
    public int Id { get; } = id;

    /// <summary>The calls that have not ended, the first caller first.</summary>
    public List<DispatchedCall> Calls { get; } = [];

    /// <summary>The operation of the innermost call below an index that is not the runtime's own; 0 where there is none.</summary>
    public int CallerOf(int index)
    {
        while (--index >= 0)
        {
            if (Calls[index].Operation != 0)
                return Calls[index].Operation;
        }

        return 0;
    }

    /// <summary>By which thread it is run; null while it is suspended, and where nothing tells.</summary>
    public DispatchRun? Run { get; private set; }

    /// <summary>It goes on. A run that has not been said to be over is.</summary>
    public DispatchRun Begin()
    {
        Stop();
        return Run = new DispatchRun(this);
    }

    /// <summary>Nothing of it runs; the segment of what did is open until its thread says otherwise.</summary>
    public void Stop()
    {
        for (int i = 0; i < Calls.Count; i++)
        {
            if (!Calls[i].IsRunning)
                continue;
            Run?.Open += Calls[i].Operation != 0 ? 1 : 0;
            Calls[i] = Calls[i] with { IsRunning = false };
        }

        Run = null;
    }
}
