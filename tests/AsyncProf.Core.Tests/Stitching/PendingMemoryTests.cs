using AsyncProf.Attribution;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Stitching;

/// <summary>Operations that pend for long, as those of open sockets do, cost what they cost once, whatever else goes on.</summary>
public class PendingMemoryTests
{
    private const long Second = 1_000, Minutes = 5 * 60 * Second;
    private const int BytesEach = 220;

    private static readonly int Pending = Tier.Count(fast: 10_000, deep: 100_000);

    private readonly NameTable _names = new();
    private readonly Stitcher _stitcher;
    private readonly ThreadWork _thread;
    private readonly int _method;
    private long _now = 1;
    private int _id;

    public PendingMemoryTests()
    {
        _method = _names.Intern("Async: <Handle>d__0");
        _stitcher = new AsyncEngine(_names, new MethodTable(_names, new MetadataIndex()), new NoTrees(), StitcherLimits.OfClock(Second)).Stitcher;
        _thread = _stitcher.Thread(1);
    }

    [Fact]
    public void ManyPending_WhileOthersComeAndGoForMinutes_TakeNoMoreThanAtFirst()
    {
        long empty = _stitcher.Store.KeptBytes;
        for (int i = 0; i < Pending; i++)
            Take(AsyncEvent.OperationBegin(_now, ++_id, _method));
        Run(20 * Second);
        long atFirst = _stitcher.Store.KeptBytes;
        int kept = _stitcher.Store.Operations.Count;

        Run(Minutes);

        Assert.Equal(atFirst, _stitcher.Store.KeptBytes);
        Assert.Equal(kept, _stitcher.Store.Operations.Count);
        Assert.InRange((atFirst - empty) / Pending, 0, BytesEach);
    }

    /// <summary>A hundred calls a second begin, go on and end, with a snapshot each ten seconds.</summary>
    private void Run(long length)
    {
        for (long until = _now + length; _now < until;)
        {
            int id = ++_id;
            Take(AsyncEvent.OperationBegin(_now, id, _method));
            _now += 5;
            Take(AsyncEvent.WorkBegin(_now, id, TaskWork.Execution));
            Take(AsyncEvent.OperationEnd(_now, id, OperationStatus.Completed));
            Take(AsyncEvent.WorkEnd(_now, TaskWork.Execution));
            _now += 5;
            if (_now % (10 * Second) < 10)
                _stitcher.Snapshot(_now);
        }
    }

    private void Take(AsyncEvent e) => _stitcher.Process(_thread, e);

    private sealed class NoTrees : ITreeSink
    {
        public void OnTree(RootTree tree)
        {
        }
    }
}
