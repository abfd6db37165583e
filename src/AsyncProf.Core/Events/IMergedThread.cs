namespace AsyncProf.Events;

/// <summary>The events of one thread, in the thread's own order, of which some have not been taken yet.</summary>
internal interface IMergedThread
{
    /// <summary>Whether there is a next event now, and its <see cref="MergeOrder"/> key.</summary>
    bool TryPeek(out long key);
}
