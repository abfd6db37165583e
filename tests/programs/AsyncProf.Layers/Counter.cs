namespace Layers;

/// <summary>Counts the calls of one method.</summary>
internal sealed class Counter
{
    private long _calls;

    public long Calls => Interlocked.Read(ref _calls);

    public void Add() => Interlocked.Increment(ref _calls);
}
