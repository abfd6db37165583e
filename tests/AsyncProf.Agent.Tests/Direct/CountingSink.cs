using AsyncProf.Direct;
using AsyncProf.Events.Tpl;

namespace AsyncProf.Agent.Tests.Direct;

/// <summary>Counts what happens on the thread that made it, by event; and may misbehave.</summary>
internal sealed unsafe class CountingSink(Action? misbehaves = null) : DirectSink
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly int[] _counts = new int[32];

    /// <summary>What happened on all threads together.</summary>
    public long All;

    public override void OnEvent(int id, int count, RawField* fields)
    {
        Interlocked.Increment(ref All);
        if (Environment.CurrentManagedThreadId == _thread && TplEvents.LayoutOf(id).IsKnown) // not what others ask for besides, nor the source's own word that a receiver has failed
            _counts[id]++;
        misbehaves?.Invoke();
    }

    /// <summary>The counts since the last time, as <c>id:count</c>.</summary>
    public string Take()
    {
        string counts = Text(_counts);
        Array.Clear(_counts);
        return counts;
    }

    public static string Text(IEnumerable<int> counts) => string.Join(' ', counts.Select((count, id) => (count, id)).Where(of => of.count > 0).Select(of => $"{of.id}:{of.count}"));
}
