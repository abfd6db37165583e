namespace AsyncProf.Decoding.Samples;

/// <summary>
/// Calls that were just over when a thread was seen. The runtime stops a thread in code that it cannot interrupt anywhere only on its way back to the caller: what was called has gone from the
/// stack then, though the time was its own. The address tells: where a thread goes on after a call, other samples have seen what was called from there.
/// </summary>
internal sealed class ReturnedCalls
{
    private readonly Dictionary<ulong, ulong> _called = [];

    /// <summary>Learns from all stacks who is called from where.</summary>
    public ReturnedCalls(SampledStackTable stacks)
    {
        var seen = new Dictionary<(ulong From, ulong Called), long>();
        for (int stack = 0; stack < stacks.Count; stack++)
        {
            ulong[] frames = stacks[stack].Frames;
            for (int i = 1; i < frames.Length; i++)
                seen[(frames[i], frames[i - 1])] = seen.GetValueOrDefault((frames[i], frames[i - 1])) + stacks.CountOf(stack);
        }

        foreach (((ulong from, ulong called), _) in seen.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key.Called))
            _called[from] = called; // the most often seen one stays
    }

    /// <summary>An address in what a thread has just come back from; false where it was seen elsewhere in a method.</summary>
    public bool TryFind(ulong leaf, out ulong called) => _called.TryGetValue(leaf, out called);
}
