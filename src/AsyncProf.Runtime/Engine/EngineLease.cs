namespace AsyncProf.Engine;

/// <summary>The engine of this process, running as long as anybody holds a lease. While it runs, <c>asyncprof record</c> can share its capture.</summary>
internal sealed class EngineLease : IDisposable
{
    private int _isOver;

    public EngineLease()
    {
        EngineOutlet.Open();
        Engine = ProfilerEngine.Acquire();
    }

    public ProfilerEngine Engine { get; }

    /// <summary>Gives the engine up; the last lease to end stops it, and waits for its thread.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
            ProfilerEngine.Release();
    }
}
