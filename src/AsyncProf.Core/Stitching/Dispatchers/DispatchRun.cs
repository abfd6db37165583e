namespace AsyncProf.Stitching.Dispatchers;

/// <summary>
/// A thread runs a dispatcher, from the moment at which that goes on until it suspends or ends. A chain that goes on under a scheduler of the app's may do so, there or on another thread, before
/// its thread says that it has suspended: then that run is over, and what the thread still says of it is old.
/// </summary>
/// <param name="dispatcher">What it runs.</param>
internal sealed class DispatchRun(Dispatcher dispatcher)
{
    /// <summary>What it runs.</summary>
    public Dispatcher Dispatcher { get; } = dispatcher;

    /// <summary>
    /// Calls that ended while it runs: their segments stay open until it leaves its thread, so that what goes on after them lies inside, as with methods that are awaited by a task.
    /// </summary>
    public int Open { get; set; }

    /// <summary>Whether the dispatcher has gone on since.</summary>
    public bool IsOver => Dispatcher.Run != this;

    /// <summary>It is over; returns how many segments that ends.</summary>
    public int Stop()
    {
        if (!IsOver)
            Dispatcher.Stop();
        (int open, Open) = (Open, 0);
        return open;
    }
}
