using AsyncProf.Budgets;
using AsyncProf.Building;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Symbols;

namespace AsyncProf.Samples;

/// <summary>Makes of a profile of events one that holds what samples say, too: below the logical stacks, of prefixes, and of threads that executed no operation.</summary>
internal sealed class SampledProfile
{
    /// <summary>Of what ran outside operations so many methods are kept, those with the most time.</summary>
    private const int MostOutside = 1000;

    private readonly AsyncProfile _profile;
    private readonly ISampledStacks _stacks;
    private readonly ProfileDataBuilder _to;
    private readonly SampleDivision _division;
    private readonly SampledFrameNames _names;
    private readonly Dictionary<(FrameKind Kind, string Name), OutsideSums> _outside = [];
    private readonly PrefixTimes _prefixes = new();

    private SampledProfile(AsyncProfile profile, MethodTable methods, ISampledStacks stacks, SampleSheet? allocations, IAllocationSites? sites, MemoryAccount? memory)
    {
        (_profile, _stacks) = (profile, stacks);
        _to = new ProfileDataBuilder(memory, profile.Data.Samples.Count);
        _names = new SampledFrameNames(profile.Data);
        AllocationDivision? allocated = allocations is { Any: true } && sites is not null
            ? new AllocationDivision(_to, methods, stacks, sites, _names, allocations, isMeasured: profile.Recording.Allocated is { IsEstimate: false })
            : null;
        _division = new SampleDivision(profile.Data, _to, methods, stacks, _names, _prefixes, allocated);
    }

    /// <summary>The profile with samples.</summary>
    /// <param name="profile">What events say.</param>
    /// <param name="methods">The methods that threads executed.</param>
    /// <param name="stacks">What the sampled stacks mean.</param>
    /// <param name="sheet">Where they were seen: at stacks of the profile.</param>
    /// <param name="clock">The recording's clock.</param>
    /// <param name="memory">What it takes is charged there; null where it is not bounded.</param>
    /// <param name="allocations">Where what was seen to be allocated was; null for nowhere.</param>
    /// <param name="sites">What those samples mean.</param>
    public static AsyncProfile Of(AsyncProfile profile, MethodTable methods, ISampledStacks stacks, SampleSheet sheet, TickClock clock, MemoryAccount? memory = null, SampleSheet? allocations = null, IAllocationSites? sites = null) =>
        new SampledProfile(profile, methods, stacks, allocations, sites, memory).Divide(sheet, clock);

    private AsyncProfile Divide(SampleSheet sheet, TickClock clock)
    {
        ProfileData data = _profile.Data;
        for (int stack = 1; stack < data.Stacks.Count; stack++)
            _to.InternNext(data.Stacks[stack].Parent, data.FrameOf(stack), data.Stacks[stack].Line);
        _to.TakeLinks(data);
        _division.Divide(sheet);
        foreach ((int stack, SeenTime seen) in sheet.Outside)
            AddOutside(_stacks.Outside(stack).Frames, clock.ToNs(seen.Ticks));
        Note(data);
        ProfileData divided = _to.Build();
        return new AsyncProfile(
            _profile.Recording with
            {
                UndividedShare = _division.RunningNs == 0 ? 0 : (double)_division.UndividedNs / _division.RunningNs,
                SamplesOutside = sheet.Outside.Values.Sum(seen => seen.Count),
                SamplesLeftOut = _profile.Recording.SamplesLeftOut + sheet.LeftOut,
                PrefixNs = _prefixes.TotalNs,
                Allocated = _profile.Recording.Allocated is { IsEstimate: true } estimate
                    ? estimate with { OperationsBytes = divided.Samples.Sum(sample => sample.Sums.Use.AllocatedBytes) } // only samples know of them
                    : _profile.Recording.Allocated,
            },
            divided);
    }

    private void Note(ProfileData data)
    {
        foreach (((FrameKind kind, string name), MethodNotes notes) in data.Methods)
            _to.Note(kind, name, notes with { PrefixNs = kind == FrameKind.Method ? _prefixes[name] : 0 });
        _to.NoteAllButMethods(data);
        _to.Timeline = data.Timeline;
        foreach (((FrameKind kind, string name), OutsideSums sums) in _outside.OrderByDescending(pair => pair.Value.TotalNs).ThenBy(pair => pair.Key.Name, StringComparer.Ordinal).Take(MostOutside))
            _to.Note(kind, name, sums);
    }

    private void AddOutside(IReadOnlyList<SampledFrame> path, long ns)
    {
        var seen = new HashSet<(FrameKind, string)>();
        for (int i = path.Count - 1; i >= 0; i--)
        {
            (FrameKind, string) key = (SampledFrameNames.KindOf(path[i]), _names.Of(path[i]));
            if (seen.Add(key))
                _outside[key] = _outside.GetValueOrDefault(key) + new OutsideSums(i == path.Count - 1 ? ns : 0, ns, path[i].IsFramework);
        }

        _prefixes.Add(PrefixTimes.MethodsIn(path), ns);
    }
}
