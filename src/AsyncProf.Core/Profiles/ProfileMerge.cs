using AsyncProf.Events;

namespace AsyncProf.Profiles;

/// <summary>Adds profiles up.</summary>
internal static class ProfileMerge
{
    public static AsyncProfile Of(IReadOnlyList<AsyncProfile> profiles)
    {
        var builder = new ProfileDataBuilder();
        Int128 total = 0;
        foreach (AsyncProfile profile in profiles)
        {
            ProfileData data = profile.Data;
            foreach (Sample sample in data.Samples)
                total += (Int128)sample.Task.TotalNs + sample.Elapsed.TotalNs + sample.WallNs + sample.Calls;
            if (total > long.MaxValue)
                throw new InvalidDataException("together they add up to more than 292 years");
            var places = new int[data.Stacks.Count];
            for (int stack = 1; stack < places.Length; stack++)
                places[stack] = builder.Intern(places[data.Stacks[stack].Parent], builder.Intern(data.FrameOf(stack)));
            foreach (Sample sample in data.Samples)
                builder.Add(sample with { Stack = places[sample.Stack] });
            foreach (((FrameKind kind, string method), MethodNotes notes) in data.Methods)
                builder.Note(kind, method, notes);
            foreach (((RootKind kind, string name), RootNotes notes) in data.Roots)
                builder.Note(kind, name, notes);
        }

        ProfileData sum = builder.Build();
        try
        {
            return new AsyncProfile(Recording([.. profiles.Select(profile => profile.Recording)]) with { UnattributedShare = Unattributed.Share(sum) }, sum);
        }
        catch (OverflowException exception)
        {
            throw new InvalidDataException("together they count more than can be", exception);
        }
    }

    /// <summary>Counts add up, shares are weighted by what they are shares of, and what differs is said to be unknown.</summary>
    private static RecordingInfo Recording(IReadOnlyList<RecordingInfo> all) => new()
    {
        DurationNs = all.Sum(r => r.DurationNs),
        StartUtc = all.Where(r => r.StartUtc != default).Select(r => r.StartUtc).DefaultIfEmpty().Min(),
        Process = Same(all, r => r.Process, ""),
        Pid = Same(all, r => r.Pid, 0),
        RuntimeVersion = Same(all, r => r.RuntimeVersion, ""),
        Os = Same(all, r => r.Os, ""),
        Arch = Same(all, r => r.Arch, ""),
        Cpus = Same(all, r => r.Cpus, 0),
        GcServer = Same(all, r => r.GcServer, false),
        Source = Same(all, r => r.Source, "mixed"),
        SampleIntervalNs = Same(all, r => r.SampleIntervalNs, 0),
        Samples = all.Sum(r => r.Samples),
        Events = all.Sum(r => r.Events),
        LostEvents = all.Sum(r => r.LostEvents),
        LostBatches = all.Sum(r => r.LostBatches),
        Operations = all.Sum(r => r.Operations),
        BegunBefore = all.Sum(r => r.BegunBefore),
        Unfinished = all.Sum(r => r.Unfinished),
        UnfinishedNs = all.Sum(r => r.UnfinishedNs),
        BrokenOff = all.Sum(r => r.BrokenOff),
        FoldedStacks = all.Sum(r => r.FoldedStacks),
        IllegalTransitions = all.Sum(r => r.IllegalTransitions),
        Awaits = all.Sum(r => r.Awaits),
        UnknownAwaitShare = Weighted(all, r => r.UnknownAwaitShare, r => r.Awaits),
        InferredEdges = all.Sum(r => r.InferredEdges),
        Blocks = all.Sum(r => r.Blocks),
        InferredEndShare = Weighted(all, r => r.InferredEndShare, r => r.Blocks),
        AmbiguousNames = all.Max(r => r.AmbiguousNames),
        InferredNames = all.Sum(r => r.InferredNames),
        MaybeReady = all.Sum(r => r.MaybeReady),
        Unbalanced = all.Sum(r => r.Unbalanced),
        ObservedShare = Weighted(all, r => r.ObservedShare, r => r.DurationNs, 1),
        NotAwaited = all.Sum(r => r.NotAwaited),
        AwaiterUnknown = all.Sum(r => r.AwaiterUnknown),
        Unnamed = all.Sum(r => r.Unnamed),
        WrongYields = all.Sum(r => r.WrongYields),
        PrefixAtMostNs = all.Sum(r => r.PrefixAtMostNs),
        PrefixUnknown = all.Sum(r => r.PrefixUnknown),
        PrefixBlocks = all.Sum(r => r.PrefixBlocks),
        PrefixBlockedNs = all.Sum(r => r.PrefixBlockedNs),
        GivenUp = all.Sum(r => r.GivenUp),
        Gaps = all.Sum(r => r.Gaps),
        Unmatched = all.Sum(r => r.Unmatched),
        PoolDelay = Worst([.. all.Select(r => r.PoolDelay).OfType<PoolDelay>()]),
    };

    private static T Same<T>(IReadOnlyList<RecordingInfo> all, Func<RecordingInfo, T> value, T otherwise) =>
        all.Select(value).Distinct().Count() == 1 ? value(all[0]) : otherwise;

    private static double Weighted(IReadOnlyList<RecordingInfo> all, Func<RecordingInfo, double> share, Func<RecordingInfo, long> weight, double otherwise = 0)
    {
        double sum = all.Sum(r => (double)weight(r));
        return sum == 0 ? otherwise : all.Sum(r => share(r) * weight(r)) / sum;
    }

    /// <summary>Percentiles do not add up: the worst of each is never too good.</summary>
    private static PoolDelay? Worst(IReadOnlyList<PoolDelay> delays) => delays.Count == 0
        ? null
        : new PoolDelay(delays.Sum(d => d.Probes), delays.Max(d => d.P50Ns), delays.Max(d => d.P99Ns), delays.Max(d => d.MaxNs));
}
