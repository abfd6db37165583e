using System.Globalization;
using AsyncProf.Budgets;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Fleets.Folders;

/// <summary>A side whose files are added up by instance or by time.</summary>
/// <param name="selector">The side.</param>
/// <param name="files">Its files.</param>
/// <param name="load">Reads one; what it takes stays charged.</param>
internal sealed class FolderSide(Selector selector, IReadOnlyList<FolderFile> files, Func<string, MemoryBudget, AsyncProfile> load) : IFleetSide
{
    private readonly string[] _all = [.. files.Select(file => file.Instance).Distinct().Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public IReadOnlyList<string> Instances => [.. _all.Take(FleetReader.MostUnits)];

    /// <summary>Which folders could not be looked into, as a sentence with a blank before it; empty for none.</summary>
    public string LeftOut { get; init; } = "";

    /// <inheritdoc/>
    public Task<FleetUnits> ReadAsync(UnitPlan plan, MemoryBudget memory, CancellationToken stop)
    {
        var units = new List<FleetUnit>();
        int used = files.Count;
        if (plan.Slices == 0)
        {
            ILookup<string, FolderFile> byInstance = files.ToLookup(file => file.Instance, StringComparer.Ordinal);
            foreach (string instance in Instances)
                units.Add(new FleetUnit(instance, Sum([.. byInstance[instance]], memory, stop)));
            used = Instances.Sum(instance => byInstance[instance].Count());
        }
        else
        {
            // The files lie where somebody put them, so the first and the last of them are the ends, not what was asked for.
            var written = new FleetWindow(files.Min(file => file.Moment), files.Max(file => file.Moment).AddTicks(1));
            foreach (IGrouping<int, FolderFile> slice in files.GroupBy(file => written.PartOf(file.Moment, plan.Slices)).OrderBy(slice => slice.Key))
                units.Add(new FleetUnit(SliceName.Of(written.Split(plan.Slices)[slice.Key]), Sum([.. slice], memory, stop)));
        }

        return Task.FromResult(new FleetUnits(units, string.Create(CultureInfo.InvariantCulture, $"{selector.Text}: {used:N0} files, {UnitsRemark.Of(units.Count, plan)}; counts and shares are of what was kept.{UnitsRemark.OfLeftOut(_all.Length, plan)}{LeftOut}")));
    }

    private AsyncProfile Sum(IReadOnlyList<FolderFile> parts, MemoryBudget memory, CancellationToken stop)
    {
        AsyncProfile? sum = null;
        foreach (FolderFile part in parts.OrderBy(part => part.Moment).ThenBy(part => part.Path, StringComparer.Ordinal))
        {
            stop.ThrowIfCancellationRequested();
            var adding = new MemoryBudget(memory.Limit - memory.Used); // of what has been added only the sum stays
            if (sum is not null)
                adding.Charge(ProfileCost.Of(sum.Data));
            AsyncProfile next = load(part.Path, adding);
            try
            {
                sum = sum is null ? next : AsyncProfile.Merge([sum, next], adding);
            }
            catch (InvalidDataException exception)
            {
                throw new FleetException($"{part.Path} cannot be added to others of {selector.Text}: {exception.Message}.");
            }
        }

        memory.Charge(ProfileCost.Of(sum!.Data));
        return sum;
    }
}
