using AsyncProf.Budgets;

namespace AsyncProf.Stitching.Records;

/// <summary>The sampled stacks of operations while a thread executed them, until they are charged. Bounded by what a recording holds of samples.</summary>
internal sealed class OperationSamples(OperationStore store)
{
    private readonly Dictionary<int, (int Serial, List<(long Time, int Stack)> Samples)> _of = [];
    private long _kept;

    /// <summary>Whether any are known.</summary>
    public bool Any => _of.Count > 0;

    /// <summary>What they take, in bytes.</summary>
    public long KeptBytes => (_of.Count * Sizes.OfEntry(56)) + (_kept * Sizes.OfItem(16));

    /// <summary>A thread that executes an operation was seen.</summary>
    public void Add(int slot, long time, int stack)
    {
        int serial = store[slot].Serial;
        if (!_of.TryGetValue(slot, out (int Serial, List<(long Time, int Stack)> Samples) known) || known.Serial != serial)
        {
            Forget(slot);
            _of[slot] = known = (serial, []);
        }

        known.Samples.Add((time, stack));
        _kept++;
    }

    /// <summary>Hands over the samples of an operation within a window, in order of time.</summary>
    /// <param name="slot">The operation.</param>
    /// <param name="from">The window's begin, in ticks.</param>
    /// <param name="to">Its end, which is not in it.</param>
    /// <param name="keep">Whether they are looked at only, and will be handed over once more.</param>
    /// <param name="samples">Gets their stacks.</param>
    public void Take(int slot, long from, long to, bool keep, List<int> samples)
    {
        if (!_of.TryGetValue(slot, out (int Serial, List<(long Time, int Stack)> Samples) known) || known.Serial != store[slot].Serial)
            return;
        int left = 0;
        for (int i = 0; i < known.Samples.Count; i++)
        {
            (long time, int stack) = known.Samples[i];
            bool taken = time >= from && time < to;
            if (taken)
                samples.Add(stack);
            if (!taken || keep)
                known.Samples[left++] = known.Samples[i];
        }

        _kept -= known.Samples.Count - left;
        known.Samples.RemoveRange(left, known.Samples.Count - left);
        if (left == 0)
            _of.Remove(slot);
    }

    /// <summary>An operation is no more.</summary>
    public void Forget(int slot)
    {
        if (_of.Remove(slot, out (int Serial, List<(long Time, int Stack)> Samples) known))
            _kept -= known.Samples.Count;
    }
}
