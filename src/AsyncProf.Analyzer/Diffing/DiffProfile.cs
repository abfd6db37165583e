using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Diffing;

/// <summary>
/// The difference of two sides as a profile: of each stack the head's numbers less the base's, scaled as in <see cref="DiffTree"/>. Numbers may be negative; it is for
/// viewers of pprof files, and <c>asyncprof report</c> refuses it. How calls ended and how long they took is not told apart: differences of single buckets say nothing.
/// </summary>
internal static class DiffProfile
{
    /// <summary>A file may say that one call of the base is a billion of the head: no number is larger than this, nine years.</summary>
    private const double Most = 1L << 58;

    /// <summary>The difference.</summary>
    /// <param name="baseSide">All runs of the base, added up.</param>
    /// <param name="baseRuns">How many those are.</param>
    /// <param name="headSide">All runs of the head, added up.</param>
    /// <param name="headRuns">How many those are.</param>
    public static AsyncProfile Of(AsyncProfile baseSide, int baseRuns, AsyncProfile headSide, int headRuns)
    {
        var stacks = DiffStacks.Of(baseSide, baseRuns, headSide, headRuns);
        var kinds = new Dictionary<int, RootKind>();
        Measures[] from = Sum(stacks, stacks.BaseCharges(), kinds), to = Sum(stacks, stacks.HeadCharges(), kinds);
        int[] rootOf = stacks.Data.RootOfEach();
        for (int stack = 0; stack < from.Length; stack++)
        {
            Measures change = Subtract(to[stack], from[stack]);
            if (change != default)
                stacks.Both.Add(new StackCharge(stack, new ChargeTags(kinds[rootOf[stack]], OperationStatus.Completed, AwaitedBy.Parent, -1), change));
        }

        RecordingInfo head = headSide.Recording;
        var recording = new RecordingInfo
        {
            DurationNs = head.DurationNs / headRuns,
            StartUtc = head.StartUtc,
            Process = head.Process,
            RuntimeVersion = head.RuntimeVersion,
            Os = head.Os,
            Arch = head.Arch,
            Cpus = head.Cpus,
            GcServer = head.GcServer,
            Source = "diff",
        };
        return new AsyncProfile(recording, stacks.Both.Build());
    }

    /// <summary>The numbers of one side by stack; and what the roots are.</summary>
    private static Measures[] Sum(DiffStacks stacks, IEnumerable<(int Stack, double Factor, StackCharge Charge)> charges, Dictionary<int, RootKind> kinds)
    {
        int[] rootOf = stacks.Data.RootOfEach();
        var sums = new Measures[rootOf.Length];
        foreach ((int stack, double factor, StackCharge charge) in charges)
        {
            sums[stack] += Scaled(charge.Sums, factor);
            kinds.TryAdd(rootOf[stack], charge.Tags.Root);
        }

        return sums;
    }

    private static Measures Scaled(in Measures sums, double factor) =>
        new(Scaled(sums.Calls, factor), Scaled(sums.WallNs, factor), Scaled(sums.Task, factor), Scaled(sums.Elapsed, factor));

    private static Measures Subtract(in Measures a, in Measures b) => new(a.Calls - b.Calls, a.WallNs - b.WallNs, Subtract(a.Task, b.Task), Subtract(a.Elapsed, b.Elapsed));

    private static TimeByState Subtract(TimeByState a, TimeByState b) => new(a.RunningNs - b.RunningNs, a.WaitingNs - b.WaitingNs, a.ReadyNs - b.ReadyNs, a.BlockedNs - b.BlockedNs);

    private static TimeByState Scaled(TimeByState time, double factor) =>
        new(Scaled(time.RunningNs, factor), Scaled(time.WaitingNs, factor), Scaled(time.ReadyNs, factor), Scaled(time.BlockedNs, factor));

    private static long Scaled(long number, double factor) => (long)Math.Round(Math.Clamp(number * factor, -Most, Most));
}
