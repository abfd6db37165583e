using System.Globalization;
using AsyncProf.Budgets;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Fleets.Traces;

/// <summary>A side of which all spans have been read: its roots, divided into units.</summary>
/// <param name="store">What the store is called.</param>
/// <param name="selector">The side.</param>
/// <param name="set">Its spans.</param>
internal sealed class TraceSide(string store, Selector selector, SpanSet set) : IFleetSide
{
    private readonly StoredRoots _roots = StoredRoots.Of(set, selector.Window);

    public IReadOnlyList<string> Instances => [.. _roots.All.Select(root => root.Span.Resource.Instance).Distinct().Order(StringComparer.Ordinal).Take(FleetReader.MostUnits)];

    /// <inheritdoc/>
    public Task<FleetUnits> ReadAsync(UnitPlan plan, MemoryBudget memory, CancellationToken stop)
    {
        FleetUnits units = plan.Slices == 0 ? ByInstance(memory) : BySlice(plan.Slices, memory);
        return Task.FromResult(units);
    }

    private FleetUnits ByInstance(MemoryBudget memory)
    {
        ILookup<string, StoredRoot> roots = _roots.All.ToLookup(root => root.Span.Resource.Instance, StringComparer.Ordinal);
        return Units([.. Instances.Select(instance => UnitOf(instance, [.. roots[instance]], selector.Window, memory))], "an instance");
    }

    private FleetUnits BySlice(int slices, MemoryBudget memory)
    {
        FleetWindow[] parts = selector.Window.Split(slices);
        ILookup<int, StoredRoot> roots = _roots.All.ToLookup(root => selector.Window.PartOf(root.Span.Start, slices));
        return Units([.. Enumerable.Range(0, slices).Where(roots.Contains).Select(part => UnitOf(SliceName.Of(parts[part]), [.. roots[part]], parts[part], memory))], "a slice of time");
    }

    private FleetUnits Units(IReadOnlyList<FleetUnit> units, string unit) => new(units, Remark(units.Count, unit));

    private string Remark(int units, string unit)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{selector.Text}: {_roots.All.Count:N0} requests and other roots of {set.Count:N0} traces that {store} kept, in {units} units, each {unit}; counts and shares are of what was kept.");
        if (set.IsCut)
            text += " There are more traces than were read (--traces).";
        if (_roots.Omitted > 0)
            text += string.Create(CultureInfo.InvariantCulture, $" {_roots.Omitted:N0} requests without spans of their operations are left out.");
        if (_roots.Torn > 0)
            text += string.Create(CultureInfo.InvariantCulture, $" {_roots.Torn:N0} operations whose span above is missing are left out.");
        return text;
    }

    private FleetUnit UnitOf(string name, IReadOnlyList<StoredRoot> roots, FleetWindow window, MemoryBudget memory)
    {
        using MemoryAccount making = memory.Open();
        var data = new ProfileDataBuilder(making);
        var charges = new RootCharges(data);
        foreach (StoredRoot root in roots)
            charges.Add(root);
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
            },
            data.Build());
        memory.Charge(ProfileCost.Of(profile.Data));
        return new FleetUnit(name, profile);
    }
}
