using AsyncProf.Budgets;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Fleets.Pyroscope;

/// <summary>A side whose units the store adds up when it is asked for them, a sample type at a time.</summary>
/// <param name="query">Asks the store.</param>
/// <param name="selector">The side.</param>
/// <param name="types">The profile types by their sample types.</param>
/// <param name="whole">What selects all of it.</param>
/// <param name="instances">Its instances.</param>
internal sealed class PyroscopeSide(PyroscopeQuery query, Selector selector, IReadOnlyDictionary<string, string> types, IReadOnlyList<string> whole, IReadOnlyList<PyroscopeInstance> instances) : IFleetSide
{
    private const string Nameless = " Profiles that no label names the instance of are left out.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Instances { get; } = [.. instances.Take(FleetReader.MostUnits).Select(instance => instance.Name)];

    /// <summary>Whether there are profiles of no instance that has a name.</summary>
    public bool HasOthers { get; init; }

    /// <summary>What is said of how far it looks back, with a blank before it; empty for nothing.</summary>
    public string LookBack { get; init; } = "";

    /// <inheritdoc/>
    public async Task<FleetUnits> ReadAsync(UnitPlan plan, MemoryBudget memory, CancellationToken stop)
    {
        var units = new List<FleetUnit>();
        if (plan.Slices == 0)
        {
            foreach (PyroscopeInstance instance in instances.Take(FleetReader.MostUnits))
                Add(units, instance.Name, await UnitAsync(instance.Selectors, selector.Window, memory, stop));
        }
        else
        {
            foreach (FleetWindow slice in selector.Window.Split(plan.Slices))
                Add(units, SliceName.Of(slice), await UnitAsync(whole, slice, memory, stop));
        }

        return new FleetUnits(units, $"{selector.Text}: profiles that Pyroscope added up, {UnitsRemark.Of(units.Count, plan)}; counts and shares are of what was pushed and kept. It keeps neither how calls ended nor which roots had not.{UnitsRemark.OfLeftOut(instances.Count, plan)}{(HasOthers && plan.Slices == 0 ? Nameless : "")}{LookBack}");
    }

    private static void Add(List<FleetUnit> units, string name, AsyncProfile? profile)
    {
        if (profile is not null)
            units.Add(new FleetUnit(name, profile));
    }

    /// <summary>One unit; null where the store holds nothing of it.</summary>
    private async Task<AsyncProfile?> UnitAsync(IReadOnlyList<string> selectors, FleetWindow window, MemoryBudget memory, CancellationToken stop)
    {
        using MemoryAccount making = memory.Open();
        var stacks = new JoinedStacks(making);
        bool isEmpty = true;
        string asked = "";
        AsyncProfile profile;
        try
        {
            foreach (FleetWindow part in window.SplitBy(PyroscopeQuery.LongestRange))
            {
                foreach (string text in selectors)
                {
                    asked = text;
                    foreach ((string sampleType, string id) in types)
                    {
                        ReadOnlyMemory<byte> file = await query.MergedAsync(id, text, part, stop);
                        if (file.Length == 0)
                            continue;
                        stacks.Add(sampleType, file.Span);
                        isEmpty = false;
                    }
                }
            }

            if (isEmpty)
                return null;
            profile = stacks.Build(new RecordingInfo { StartUtc = window.Since, DurationNs = window.Length.Ticks * 100, Process = selector[FleetLabels.Service] ?? "", Source = "pyroscope" });
        }
        catch (InvalidDataException exception)
        {
            throw new FleetException($"Pyroscope answered for {asked} what is no profile: {exception.Message}.");
        }

        memory.Charge(ProfileCost.Of(profile.Data));
        return profile.Data.Samples.Count == 0 ? null : profile;
    }
}
