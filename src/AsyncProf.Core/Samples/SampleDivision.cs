using AsyncProf.Building;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Symbols;

namespace AsyncProf.Samples;

/// <summary>
/// Divides the running time of logical stacks among the synchronous frames that samples saw there, as <c>docs/semantics.md</c> says: in proportion to all samples of the stack, exactly, and not
/// where they are too few to tell.
/// </summary>
/// <param name="data">The profile's data.</param>
/// <param name="to">Gets the same with what is divided; it has all of the data's stacks already, under the same numbers.</param>
/// <param name="methods">The methods that threads executed.</param>
/// <param name="stacks">What the sampled stacks mean.</param>
/// <param name="names">Names the frames.</param>
/// <param name="prefixes">Gets what methods took before they first suspended.</param>
/// <param name="allocations">Divides what was allocated; null where nothing tells.</param>
internal sealed class SampleDivision(ProfileData data, ProfileDataBuilder to, MethodTable methods, ISampledStacks stacks, SampledFrameNames names, PrefixTimes prefixes, AllocationDivision? allocations)
{
    /// <summary>A stack with fewer samples stays whole.</summary>
    public const int Fewest = 10;

    /// <summary>So many charges more are made at most.</summary>
    private const int MostCharges = 500_000;

    /// <summary>So many lines are told at most.</summary>
    private const int MostLines = 100_000;

    /// <summary>What is seen for less is not a line's, in nanoseconds: a thread that is seen for the first time stands for next to nothing.</summary>
    private const long LeastOfLine = 1000;

    private readonly long[] _running = new long[data.Stacks.Count];
    private int _made;

    /// <summary>Running time on the task axis of stacks that were not divided, in nanoseconds.</summary>
    public long UndividedNs { get; private set; }

    /// <summary>The same of all stacks.</summary>
    public long RunningNs { get; private set; }

    /// <summary>Puts the charges, with running time where it was spent.</summary>
    /// <param name="sheet">What was seen.</param>
    public void Divide(SampleSheet sheet)
    {
        ILookup<int, (MethodId Method, int Sampled, SeenTime Seen)> seen = sheet.ByStack();
        var places = new Dictionary<int, SamplePlace[]>();
        foreach (StackCharge charge in data.Samples)
            _running[charge.Stack] += charge.Sums.Task.RunningNs;
        foreach (StackCharge whole in data.Samples)
        {
            StackCharge charge = allocations?.Divide(whole) ?? whole;
            long running = charge.Sums.Task.RunningNs;
            RunningNs += running;
            if (running + charge.Sums.Elapsed.RunningNs == 0)
            {
                to.Add(charge);
                continue;
            }

            if (!places.TryGetValue(charge.Stack, out SamplePlace[]? found))
            {
                places.Add(charge.Stack, found = PlacesOf(charge.Stack, seen[charge.Stack]));
                if (found.Length > 0)
                    AddLines(charge.Stack, seen[charge.Stack]);
            }

            if (found.Length == 0 || _made + found.Length > MostCharges)
            {
                UndividedNs += running;
                to.Add(charge);
                continue;
            }

            Divide(charge, found);
        }
    }

    /// <summary>What a stack ran at the lines of its last method, and of those that this called.</summary>
    private void AddLines(int stack, IEnumerable<(MethodId Method, int Sampled, SeenTime Seen)> samples)
    {
        var ticks = new Dictionary<LineKey, long>();
        long all = 0;
        Frame own = data.FrameOf(stack);
        foreach ((MethodId method, int sampled, SeenTime seen) in samples)
        {
            all += seen.Ticks;
            foreach (LineKey line in stacks.LinesOf(sampled, methods[method]).Select(line => KeyOf(own, line)).Where(line => line.Kind != FrameKind.Entry).Distinct())
                ticks[line] = ticks.GetValueOrDefault(line) + seen.Ticks;
        }

        long running = _running[stack];
        foreach ((LineKey line, long at) in ticks.Where(_ => to.LineCount < MostLines))
        {
            if ((long)((Int128)running * at / Math.Max(1, all)) is var ns and >= LeastOfLine)
                to.Note(line, ns);
        }
    }

    private LineKey KeyOf(Frame own, SampledLine line) => line.Frame is { } frame
        ? new LineKey(SampledFrameNames.KindOf(frame), names.Of(frame), line.File, line.Line)
        : new LineKey(own.Kind, own.Name, line.File, line.Line);

    private void Divide(in StackCharge charge, SamplePlace[] places)
    {
        long[] ticks = [.. places.Select(place => place.Ticks)];
        long[] task = LargestRemainder.Divide(charge.Sums.Task.RunningNs, ticks), elapsed = LargestRemainder.Divide(charge.Sums.Elapsed.RunningNs, ticks);
        for (int i = 0; i < places.Length; i++)
        {
            prefixes.Add(places[i].Prefixes, task[i]);
            if (places[i].Stack == charge.Stack)
            {
                to.Add(charge with { Sums = charge.Sums with { Task = charge.Sums.Task with { RunningNs = task[i] }, Elapsed = charge.Sums.Elapsed with { RunningNs = elapsed[i] } } });
            }
            else if (task[i] + elapsed[i] > 0)
            {
                _made++;
                to.Add(new StackCharge(places[i].Stack, charge.Tags, new Measures(0, 0, new TimeByState(task[i], 0, 0, 0), new TimeByState(elapsed[i], 0, 0, 0))));
            }
        }
    }

    /// <summary>Where the samples of a logical stack were, the stack itself first; none where there are too few.</summary>
    private SamplePlace[] PlacesOf(int stack, IEnumerable<(MethodId Method, int Sampled, SeenTime Seen)> samples)
    {
        var seen = new SeenPlaces(to, stack, names);
        (SampledPath Path, SeenTime Seen)[] paths = [.. samples.Select(sample => (Path: stacks.Below(sample.Sampled, methods[sample.Method]), sample.Seen)).OrderByDescending(path => path.Seen.Ticks)];
        if (paths.Sum(path => path.Seen.Count) < Fewest)
            return [];
        foreach ((SampledPath path, SeenTime time) in paths.Where(path => !path.Path.IsLate))
            seen.Add(path.Frames, time.Ticks);
        foreach ((SampledPath path, SeenTime time) in paths.Where(path => path.Path.IsLate))
            seen.AddLate(path, time.Ticks);
        return seen.Read();
    }
}
