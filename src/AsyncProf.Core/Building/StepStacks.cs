using System.Runtime.InteropServices;
using AsyncProf.Attribution;
using AsyncProf.Budgets;

namespace AsyncProf.Building;

/// <summary>
/// What each logical stack did in each step. Bounded: where there are too many, those that did least in their step are added up under <see cref="Others"/>, so that the sum of a step stays what it is.
/// </summary>
/// <param name="most">How many are kept at the most.</param>
internal sealed class StepStacks(int most)
{
    /// <summary>The key of what was too little or too much to be told apart.</summary>
    public const long Others = -1;

    private Dictionary<(int Step, long Stack), StateTimes> _times = [];

    /// <summary>What they take, in bytes.</summary>
    public long KeptBytes => _times.Count * Sizes.OfEntry(48);

    /// <summary>Each step that has any, with its stacks.</summary>
    public IEnumerable<IGrouping<int, (long Stack, StateTimes Times)>> BySteps => _times.GroupBy(pair => pair.Key.Step, pair => (pair.Key.Stack, pair.Value));

    public void Add(int step, long stack, ChargeState state, long ticks)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_times, (step, stack), out _).Add(state, ticks);
        if (_times.Count > most)
            Prune();
    }

    /// <summary>Two steps become one.</summary>
    public void Halve()
    {
        var wider = new Dictionary<(int Step, long Stack), StateTimes>(_times.Count);
        foreach (((int step, long stack), StateTimes times) in _times)
            CollectionsMarshal.GetValueRefOrAddDefault(wider, (step / 2, stack), out _).Add(times);
        _times = wider;
    }

    /// <summary>Those of a step that ran longest, and those that did most of all, so many of each at the most.</summary>
    public static HashSet<long> Most(IEnumerable<(long Stack, StateTimes Times)> step, int each)
    {
        (long Stack, StateTimes Times)[] own = [.. step.Where(stack => stack.Stack != Others)];
        return
        [
            .. own.Where(stack => stack.Times.Running > 0).OrderByDescending(stack => stack.Times.Running).ThenBy(stack => stack.Stack).Take(each).Select(stack => stack.Stack),
            .. own.OrderByDescending(stack => stack.Times.Total - stack.Times.Running).ThenBy(stack => stack.Stack).Take(each).Select(stack => stack.Stack),
        ];
    }

    /// <summary>Keeps about half of them at the most: of each step an equal number.</summary>
    private void Prune()
    {
        IGrouping<int, (long Stack, StateTimes Times)>[] steps = [.. BySteps];
        int each = Math.Max(1, most / 4 / steps.Length);
        var kept = new Dictionary<(int Step, long Stack), StateTimes>(most);
        foreach (IGrouping<int, (long Stack, StateTimes Times)> step in steps)
        {
            HashSet<long> stays = Most(step, each);
            foreach ((long stack, StateTimes times) in step)
                CollectionsMarshal.GetValueRefOrAddDefault(kept, (step.Key, stays.Contains(stack) ? stack : Others), out _).Add(times);
        }

        _times = kept;
    }
}
