using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Tables;

namespace AsyncProf.Diffing.Runs;

/// <summary>Reads off a profile what is compared: one pass over its samples and one over its stacks.</summary>
internal sealed class RunReader
{
    private readonly ProfileData _data;
    private readonly int[] _rootOf;
    private readonly Dictionary<RootKey, RootMeasures> _roots = [];
    private long _openNs;

    private RunReader(ProfileData data)
    {
        _data = data;
        _rootOf = data.RootOfEach();
    }

    /// <summary>What a profile tells.</summary>
    /// <param name="profile">The profile of one run.</param>
    /// <param name="name">The run's name.</param>
    /// <param name="measured">What of a stack is compared in place of its time: the sum counts as running. Null for its time.</param>
    public static RunMeasures Read(AsyncProfile profile, string name, Func<ResourceUse, long>? measured = null)
    {
        profile = profile.WithoutSamples(); // what they divide is an estimate, and no two runs are divided alike
        var reader = new RunReader(profile.Data);
        StackCharge[] samples = [.. profile.Data.Samples.Select(sample => measured is null ? sample : Instead(sample, measured(sample.Sums.Use)))];
        foreach (StackCharge sample in samples)
            reader.Add(sample);
        reader.AddTotals(samples);
        return new RunMeasures(name, profile.Recording, reader._roots, reader._openNs);
    }

    private static StackCharge Instead(in StackCharge sample, long measured)
    {
        var used = new TimeByState(measured, 0, 0, 0);
        return sample with { Sums = sample.Sums with { Task = used, Elapsed = used } };
    }

    private void Add(in StackCharge sample)
    {
        int root = _rootOf[sample.Stack];
        if (root == 0)
            return;
        if (sample.Tags.Root == RootKind.Open)
        {
            _openNs += sample.Sums.Elapsed.TotalNs; // nobody knows how much of it there would have been
            return;
        }

        RootMeasures measures = RootOf(sample.Tags.Root, root);
        measures.Elapsed += sample.Sums.Elapsed;
        measures.Task += sample.Sums.Task;
        Frame frame = _data.FrameOf(sample.Stack);
        bool isCall = frame.Kind != FrameKind.Leaf && sample.Tags.Bucket >= 0;
        if (isCall && sample.Stack == root)
        {
            measures.Count += sample.Sums.Calls;
            measures.Errors += sample.Tags.Status == OperationStatus.Error ? sample.Sums.Calls : 0;
        }

        int owner = frame.Kind == FrameKind.Leaf && _data.Stacks[sample.Stack].Parent is var parent and > 0 ? parent : sample.Stack;
        MethodMeasures method = MethodOf(measures, owner);
        method.ElapsedSelf += sample.Sums.Elapsed;
        method.TaskSelf += sample.Sums.Task;
        if (owner != sample.Stack && (frame.Wait != WaitKind.Allocated || sample.Sums.Elapsed.TotalNs > 0))
            AddWait(method, frame, sample);
        else if (owner != sample.Stack)
            return; // a type, and time is compared
        else if (isCall)
            AddCalls(method, sample);
    }

    private void AddWait(MethodMeasures method, Frame wait, in StackCharge sample)
    {
        WaitMeasures? measures = method.Waits.Find(wait.Name);
        if (measures is null)
            method.Waits.Set(wait.Name, measures = new WaitMeasures());
        measures.Add(sample.Sums.Calls, sample.Sums.Elapsed, _data.Stacks[sample.Stack].Line);
    }

    private void AddCalls(MethodMeasures method, in StackCharge sample)
    {
        method.Calls += sample.Sums.Calls;
        method.Errors += sample.Tags.Status == OperationStatus.Error ? sample.Sums.Calls : 0;
        StackNode stack = _data.Stacks[sample.Stack];
        if (stack.Parent <= 0)
            return;
        var caller = new CallerKey(_data.FrameOf(stack.Parent).Name, stack.Line);
        method.Callers.Set(caller, method.Callers.Find(caller) + sample.Sums.Calls);
    }

    /// <summary>Adds each stack's time with all below it to its method, where that is not above it already.</summary>
    private void AddTotals(IEnumerable<StackCharge> samples)
    {
        var totals = new Dictionary<RootKind, (long[] Elapsed, long[] Task)>();
        foreach (StackCharge sample in samples)
        {
            if (sample.Tags.Root == RootKind.Open)
                continue;
            if (!totals.TryGetValue(sample.Tags.Root, out (long[] Elapsed, long[] Task) sums))
                totals.Add(sample.Tags.Root, sums = (new long[_data.Stacks.Count], new long[_data.Stacks.Count]));
            sums.Elapsed[sample.Stack] += sample.Sums.Elapsed.TotalNs;
            sums.Task[sample.Stack] += sample.Sums.Task.TotalNs;
        }

        bool[] outermost = StackSums.Outermost(_data);
        foreach ((RootKind kind, (long[] elapsed, long[] task)) in totals)
        {
            for (int stack = elapsed.Length - 1; stack > 0; stack--)
            {
                elapsed[_data.Stacks[stack].Parent] += elapsed[stack];
                task[_data.Stacks[stack].Parent] += task[stack];
                if (!outermost[stack] || (elapsed[stack] | task[stack]) == 0)
                    continue;
                MethodMeasures method = MethodOf(RootOf(kind, _rootOf[stack]), stack);
                method.ElapsedTotalNs += elapsed[stack];
                method.TaskTotalNs += task[stack];
            }
        }
    }

    private RootMeasures RootOf(RootKind kind, int root)
    {
        Frame frame = _data.FrameOf(root);
        var key = RootKey.Of(kind, frame);
        if (!_roots.TryGetValue(key, out RootMeasures? measures))
            _roots.Add(key, measures = new RootMeasures { IsFramework = frame.IsFramework });
        return measures;
    }

    private MethodMeasures MethodOf(RootMeasures root, int stack)
    {
        Frame frame = _data.FrameOf(stack);
        var key = new MethodKey(frame.Kind, frame.Name);
        if (!root.Methods.TryGetValue(key, out MethodMeasures? method))
            root.Methods.Add(key, method = new MethodMeasures { File = frame.File, Assembly = frame.Assembly, IsFramework = frame.IsFramework });
        return method;
    }
}
