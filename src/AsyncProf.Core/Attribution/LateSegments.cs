using AsyncProf.Stitching.Records;
using AsyncProf.Stitching.Roots;

namespace AsyncProf.Attribution;

/// <summary>
/// Finds segments of what is being charged whose threads have not told yet what they used in them: who was woken has overtaken the thread on which the operation suspended, and has ended it.
/// </summary>
internal sealed class LateSegments
{
    /// <summary>Of segments inside one another so many are looked at; what is used below is outside.</summary>
    private const int Deepest = 16;

    private int _last;

    /// <summary>Gives them numbers, under which it will be told.</summary>
    public void Find(OperationStore store, RootTree tree, in Charge charge, int visit)
    {
        foreach (ThreadWork? thread in store.Threads)
        {
            if (thread is null || thread.TopSegment < 0)
                continue;
            int depth = 0;
            for (int i = thread.TopSegment; i >= 0 && depth < Deepest; i = thread[i].SegmentBelow, depth++)
            {
                ref WorkFrame frame = ref thread[i];
                if (!store.IsSame(frame.Operation))
                    continue;
                ref Operation op = ref store[frame.Operation.Slot];
                if (op.Visit != visit || op.Thread == thread.Key || (op.IsLive && !IsInSlice(charge, frame.Operation.Slot, thread)))
                    continue;
                if (frame.Late == 0)
                    frame.Late = _last = _last == int.MaxValue ? 1 : _last + 1;
                tree.Late.Add((op.Node, frame.Late));
            }
        }
    }

    /// <summary>Whether what a thread tells next it used within the slice that is charged of an owner that goes on.</summary>
    private static bool IsInSlice(in Charge charge, int slot, ThreadWork thread) => charge.IsSlice && slot == charge.Slot && thread.LastMark >= charge.From;
}
