namespace AsyncProf.Direct;

/// <summary>Gets events in the middle of the app's own call: it must not throw, block or await, and what it is handed is gone when it returns.</summary>
internal abstract unsafe class DirectSink
{
    /// <summary>An event is raised on this thread.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="count">How many fields it has.</param>
    /// <param name="fields">Its fields.</param>
    public abstract void OnEvent(int id, int count, RawField* fields);
}
