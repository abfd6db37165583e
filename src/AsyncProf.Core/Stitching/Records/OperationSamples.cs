using AsyncProf.Budgets;

namespace AsyncProf.Stitching.Records;

/// <summary>The sampled stacks of operations while a thread executed them, until they are charged. Bounded by what a recording holds of samples.</summary>
internal sealed class OperationSamples(OperationStore store)
{
    private readonly Dictionary<int, (int Serial, List<OperationSample> Samples)> _of = [];
    private long _kept;

    /// <summary>Whether any are known.</summary>
    public bool Any => _of.Count > 0;

    /// <summary>What they take, in bytes.</summary>
    public long KeptBytes => (_of.Count * Sizes.OfEntry(56)) + (_kept * Sizes.OfItem(24));

    /// <summary>A thread that executes an operation was seen.</summary>
    public void Add(int slot, in OperationSample sample)
    {
        int serial = store[slot].Serial;
        if (!_of.TryGetValue(slot, out (int Serial, List<OperationSample> Samples) known) || known.Serial != serial)
        {
            Forget(slot);
            _of[slot] = known = (serial, []);
        }

        known.Samples.Add(sample);
        _kept++;
    }

    /// <summary>Hands over the samples of an operation within a window.</summary>
    /// <param name="slot">The operation.</param>
    /// <param name="from">The window's begin, in ticks.</param>
    /// <param name="to">Its end, which is not in it.</param>
    /// <param name="keep">Whether they are looked at only, and will be handed over once more.</param>
    /// <param name="samples">Gets them.</param>
    public void Take(int slot, long from, long to, bool keep, List<OperationSample> samples)
    {
        if (!_of.TryGetValue(slot, out (int Serial, List<OperationSample> Samples) known) || known.Serial != store[slot].Serial)
            return;
        int left = 0;
        for (int i = 0; i < known.Samples.Count; i++)
        {
            bool taken = known.Samples[i].Time >= from && known.Samples[i].Time < to;
            if (taken)
                samples.Add(known.Samples[i]);
            if (!taken || keep)
                known.Samples[left++] = known.Samples[i];
        }

        _kept -= known.Samples.Count - left;
        known.Samples.RemoveRange(left, known.Samples.Count - left);
        if (left == 0)
            _of.Remove(slot);
    }

    /// <summary>Hands those of before a moment on to another operation, which takes over what the first did until then.</summary>
    public void Move(int from, int to, long until)
    {
        var moved = new List<OperationSample>();
        Take(from, long.MinValue, until, keep: false, moved);
        foreach (OperationSample sample in moved)
            Add(to, sample);
    }

    /// <summary>An operation is no more.</summary>
    public void Forget(int slot)
    {
        if (_of.Remove(slot, out (int Serial, List<OperationSample> Samples) known))
            _kept -= known.Samples.Count;
    }
}
