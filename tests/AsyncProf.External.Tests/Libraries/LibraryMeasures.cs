using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.External.Tests.Libraries;

/// <summary>How much of a recording of code that we did not write is put where it belongs, and what is not.</summary>
internal sealed class LibraryMeasures
{
    private readonly ProfileData _data;

    public LibraryMeasures(AsyncProfile profile)
    {
        _data = profile.Data;
        Recording = profile.Recording;
        var orphans = new OrphanShares(_data);
        int[] roots = _data.RootOfEach();
        foreach (StackCharge sample in _data.Samples)
        {
            long task = sample.Sums.Task.TotalNs, elapsed = sample.Sums.Elapsed.TotalNs;
            TaskNs += task;
            ElapsedNs += elapsed;
            (double share, int top) = orphans.Of(sample.Stack, sample.Tags.Root);
            Add(Orphans, top, (long)(share * task));
            if (share == 0 && sample.Tags.Root == RootKind.Detached)
                Add(Detached, roots[sample.Stack], task);
            else if (share == 0)
                Add(OtherRoots, roots[sample.Stack], task);
            if (IsUnknown(_data.FrameOf(sample.Stack)))
                Add(Unknown, sample.Stack, elapsed);
        }
    }

    /// <summary>What the recording counts of itself.</summary>
    public RecordingInfo Recording { get; }

    /// <summary>All on the task axis, in nanoseconds.</summary>
    public long TaskNs { get; }

    /// <summary>All on the elapsed axis, in nanoseconds.</summary>
    public long ElapsedNs { get; }

    /// <summary>Task time by the operation that somebody awaited and nobody knows who.</summary>
    public Dictionary<string, long> Orphans { get; } = [];

    /// <summary>Task time by detached root, without those.</summary>
    public Dictionary<string, long> Detached { get; } = [];

    /// <summary>The same by any other root.</summary>
    public Dictionary<string, long> OtherRoots { get; } = [];

    /// <summary>Elapsed time by who waits for what nothing names.</summary>
    public Dictionary<string, long> Unknown { get; } = [];

    /// <summary>The part of the task time below operations with an awaiter that is not known.</summary>
    public double OrphanShare => TaskNs == 0 ? 0 : (double)Orphans.Values.Sum() / TaskNs;

    /// <summary>The part of the elapsed time in waits of which nothing says what they were for.</summary>
    public double UnknownShare => ElapsedNs == 0 ? 0 : (double)Unknown.Values.Sum() / ElapsedNs;

    /// <summary>The largest of these.</summary>
    public static IEnumerable<string> Largest(Dictionary<string, long> times, long all, int count) =>
        times.Where(pair => pair.Value > 0).OrderByDescending(pair => pair.Value).Take(count).Select(pair => $"{(double)pair.Value / all:P2} {pair.Key}");

    /// <summary>A bare task, which somebody completes, and what no event and no code names.</summary>
    private static bool IsUnknown(Frame frame) =>
        frame.Kind == FrameKind.Leaf && (frame.Wait == WaitKind.Unknown || (frame.Wait is WaitKind.ResumedBy or WaitKind.Task && frame.On.Length == 0));

    private void Add(Dictionary<string, long> sums, int stack, long time)
    {
        if (stack == 0 || time == 0)
            return;
        Frame frame = _data.FrameOf(stack);
        string name = frame.Kind == FrameKind.Leaf ? $"{_data.FrameOf(_data.Stacks[stack].Parent).Name} › {frame.Name}" : frame.Name;
        sums[name] = sums.GetValueOrDefault(name) + time;
    }
}
