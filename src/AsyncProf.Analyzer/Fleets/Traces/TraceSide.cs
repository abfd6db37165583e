using System.Globalization;
using AsyncProf.Budgets;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Tables;

namespace AsyncProf.Fleets.Traces;

/// <summary>A side of which all spans have been read: its roots, divided into units.</summary>
/// <param name="store">What the store is called.</param>
/// <param name="selector">The side.</param>
/// <param name="set">Its spans.</param>
internal sealed class TraceSide(string store, Selector selector, SpanSet set) : IFleetSide
{
    /// <summary>Less time that no span accounts for is not worth a sentence.</summary>
    private const double LeastTold = 0.001;

    private readonly StoredRoots _roots = StoredRoots.Of(set, selector.Window);

    private string[]? _all;

    /// <inheritdoc/>
    public IReadOnlyList<string> Instances => [.. All.Take(FleetReader.MostUnits)];

    private string[] All => _all ??= [.. _roots.All.Select(root => root.Span.Resource.Instance).Distinct().Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public Task<FleetUnits> ReadAsync(UnitPlan plan, MemoryBudget memory, CancellationToken stop)
    {
        List<(string Name, StoredRoot[] Roots, FleetWindow Window)> parts = [.. plan.Slices == 0 ? ByInstance() : BySlice(plan.Slices)];
        var told = new RootTally();
        FleetUnit[] units = [.. parts.Select(part => UnitOf(part.Name, part.Roots, part.Window, told, memory))];
        return Task.FromResult(new FleetUnits(units, Remark(units.Length, [.. parts.SelectMany(part => part.Roots)], told, plan)));
    }

    private IEnumerable<(string Name, StoredRoot[] Roots, FleetWindow Window)> ByInstance()
    {
        ILookup<string, StoredRoot> roots = _roots.All.ToLookup(root => root.Span.Resource.Instance, StringComparer.Ordinal);
        return Instances.Select(instance => (instance, roots[instance].ToArray(), selector.Window));
    }

    private IEnumerable<(string Name, StoredRoot[] Roots, FleetWindow Window)> BySlice(int slices)
    {
        FleetWindow[] parts = selector.Window.Split(slices);
        ILookup<int, StoredRoot> roots = _roots.All.ToLookup(root => selector.Window.PartOf(root.Span.Start, slices));
        return Enumerable.Range(0, slices).Where(roots.Contains).Select(part => (SliceName.Of(parts[part]), roots[part].ToArray(), parts[part]));
    }

    private string Remark(int units, StoredRoot[] used, RootTally told, UnitPlan plan)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{selector.Text}: {used.Length:N0} requests and other roots of {used.Select(root => root.Span.Trace).Distinct().Count():N0} traces that {store} kept, {UnitsRemark.Of(units, plan)}; counts and shares are of what was kept.{UnitsRemark.OfLeftOut(All.Length, plan)}");
        if (set.IsCut)
            text += " There are more traces than were read (--traces).";
        if (_roots.Omitted > 0)
            text += string.Create(CultureInfo.InvariantCulture, $" {_roots.Omitted:N0} requests without spans of their operations are left out.");
        if (_roots.Torn > 0)
            text += string.Create(CultureInfo.InvariantCulture, $" {_roots.Torn:N0} operations whose span above is missing are left out.");
        if (told.UnknownShare >= LeastTold)
            text += string.Create(CultureInfo.InvariantCulture, $" No span accounts for {told.UnknownShare * 100:0.#} % of their time, which is await (unknown) of the root.");
        if (told.Incomplete > 0)
            text += string.Create(CultureInfo.InvariantCulture, $" Calls are at least as many as are counted: {told.Incomplete:N0} spans stand for more of them.");
        return text;
    }

    private FleetUnit UnitOf(string name, StoredRoot[] roots, FleetWindow window, RootTally told, MemoryBudget memory)
    {
        using MemoryAccount making = memory.Open();
        var data = new ProfileDataBuilder(making);
        var charges = new RootCharges(data, told);
        try
        {
            foreach (StoredRoot root in roots)
                charges.Add(root);
        }
        catch (InvalidDataException exception)
        {
            throw new FleetException($"{store} answered for {selector.Text} what cannot be: {exception.Message}.");
        }

        ProfileData built = data.Build();
        StoredResource resource = roots[0].Span.Resource;
        var profile = new AsyncProfile(
            new RecordingInfo
            {
                StartUtc = window.Since,
                DurationNs = window.Length.Ticks * 100,
                Process = resource[FleetLabels.Service] ?? "",
                RuntimeVersion = resource["process.runtime.version"] ?? "",
                Os = resource["os.type"] ?? "",
                Arch = resource["host.arch"] ?? "",
                Source = "spans",
                UnknownAwaitShare = UnknownWaits.Share(built),
            },
            built);
        memory.Charge(ProfileCost.Of(profile.Data));
        return new FleetUnit(name, profile);
    }
}
