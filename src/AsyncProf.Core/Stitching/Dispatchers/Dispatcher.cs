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

    /// <summary>
    /// Calls that ended while it runs: their segments stay open until it leaves its thread, so that what goes on after them lies inside, as with methods that are awaited by a task.
    /// </summary>
    public int Open { get; set; }

    /// <summary>Nothing of it runs; returns how many segments that ends.</summary>
    public int Stop()
    {
        int open = Open;
        Open = 0;
        for (int i = 0; i < Calls.Count; i++)
        {
            if (!Calls[i].IsRunning)
                continue;
            open += Calls[i].Operation != 0 ? 1 : 0;
            Calls[i] = Calls[i] with { IsRunning = false };
        }

        return open;
    }
}
