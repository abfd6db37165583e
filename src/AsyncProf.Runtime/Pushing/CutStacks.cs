using AsyncProf.Profiles.Data;

namespace AsyncProf.Pushing;

/// <summary>
/// The stacks of a profile as they are pushed. Of one that is too deep the middle is left out, for the store would lose the leaves; two such may be one then, and compare equal here.
/// </summary>
/// <param name="data">The profile.</param>
internal sealed class CutStacks(ProfileData data) : IEqualityComparer<int>
{
    /// <summary>No frame has this number: it stands for those left out.</summary>
    public const int LeftOut = -1;

    private readonly List<(int Frame, int Line)> _one = [], _other = [];

    /// <summary>Whether a stack loses its middle.</summary>
    public bool IsCut(int stack) => DepthOf(stack) > StoreLimits.Frames;

    /// <summary>The frames of a stack, the leaf first, each with the line at which it awaits the one below it.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="frames">Gets them, and nothing else.</param>
    public void Read(int stack, List<(int Frame, int Line)> frames)
    {
        frames.Clear();
        int depth = DepthOf(stack);
        (int below, int above) = depth > StoreLimits.Frames ? (StoreLimits.Frames / 2, depth - (StoreLimits.Frames - (StoreLimits.Frames / 2) - 1)) : (depth, depth);
        int line = 0, at = 0;
        for (int s = stack; s > 0; s = data.Stacks[s].Parent, at++)
        {
            if (at < below || at >= above)
                frames.Add((data.Stacks[s].Frame, line));
            else if (at == below)
                frames.Add((LeftOut, 0));
            line = data.Stacks[s].Line;
        }
    }

    /// <summary>The same samples, but those of stacks that are one when they are cut summed up.</summary>
    public IReadOnlyDictionary<SampleKey, Measures> Join(IReadOnlyDictionary<SampleKey, Measures> samples)
    {
        if (!samples.Keys.Any(key => IsCut(key.Stack)))
            return samples;
        var joined = new Dictionary<SampleKey, Measures>(samples.Count);
        var first = new Dictionary<int, int>(this);
        foreach ((SampleKey key, Measures sums) in samples)
        {
            int stack = key.Stack;
            if (IsCut(stack) && !first.TryAdd(stack, stack))
                stack = first[stack];
            SampleKey sample = key with { Stack = stack };
            joined[sample] = joined.GetValueOrDefault(sample) + sums;
        }

        return joined;
    }

    /// <inheritdoc/>
    public bool Equals(int x, int y)
    {
        if (x == y)
            return true;
        Read(x, _one);
        Read(y, _other);
        return _one.SequenceEqual(_other);
    }

    /// <inheritdoc/>
    public int GetHashCode(int obj)
    {
        Read(obj, _one);
        var hash = new HashCode();
        foreach ((int frame, int line) in _one)
        {
            hash.Add(frame);
            hash.Add(line);
        }

        return hash.ToHashCode();
    }

    private int DepthOf(int stack)
    {
        int depth = 0;
        for (int s = stack; s > 0; s = data.Stacks[s].Parent)
            depth++;
        return depth;
    }
}
