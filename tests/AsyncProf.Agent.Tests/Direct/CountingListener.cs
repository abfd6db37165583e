using System.Diagnostics.Tracing;

namespace AsyncProf.Agent.Tests.Direct;

/// <summary>Somebody else's listener: counts what happens on the thread that made it, by event.</summary>
internal sealed class CountingListener : EventListener
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly int[] _counts = new int[32];

    public string Take()
    {
        string counts = CountingSink.Text(_counts);
        Array.Clear(_counts);
        return counts;
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (Environment.CurrentManagedThreadId == _thread && (uint)eventData.EventId < 32)
            _counts[eventData.EventId]++;
    }
}
