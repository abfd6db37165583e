using System.Globalization;
using AsyncProf.Budgets;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Fleets.Folders;

/// <summary>A side whose files are added up by instance or by time.</summary>
/// <param name="selector">The side.</param>
/// <param name="files">Its files.</param>
/// <param name="load">Reads one, or throws <see cref="InvalidDataException"/>; what it takes stays charged.</param>
internal sealed class FolderSide(Selector selector, IReadOnlyList<FolderFile> files, Func<string, MemoryBudget, AsyncProfile> load) : IFleetSide
{
    private readonly List<InvalidDataException> _unread = [];

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
                Add(instance, byInstance[instance]);
            used = Instances.Sum(instance => byInstance[instance].Count());
        }
        else
        {
            // The files lie where somebody put them, so the first and the last of them are the ends, not what was asked for.
            var written = new FleetWindow(files.Min(file => file.Moment), files.Max(file => file.Moment).AddTicks(1));
            foreach (IGrouping<int, FolderFile> slice in files.GroupBy(file => written.PartOf(file.Moment, plan.Slices)).OrderBy(slice => slice.Key))
                Add(SliceName.Of(written.Split(plan.Slices)[slice.Key]), slice);
        }

        if (units.Count == 0)
            throw new FleetException($"No file of {selector.Text} can be read: {_unread[0].Message}");
        return Task.FromResult(new FleetUnits(units, string.Create(CultureInfo.InvariantCulture, $"{selector.Text}: {used - _unread.Count:N0} files, {UnitsRemark.Of(units.Count, plan)}; counts and shares are of what was kept.{UnitsRemark.OfLeftOut(_all.Length, plan)}{LeftOut}{Unread}")));

        void Add(string name, IEnumerable<FolderFile> parts)
        {
            if (Sum(parts, memory, stop) is { } sum)
                units.Add(new FleetUnit(name, sum));
        }
    }

    private string Unread => _unread.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" Files that cannot be read are left out: {_unread.Count:N0}, of which the first: {_unread[0].Message}");

    /// <summary>What they add up to; null where none of them can be read.</summary>
    private AsyncProfile? Sum(IEnumerable<FolderFile> parts, MemoryBudget memory, CancellationToken stop)
    {
        AsyncProfile? sum = null;
        foreach (FolderFile part in parts.OrderBy(part => part.Moment).ThenBy(part => part.Path, StringComparer.Ordinal))
        {
            stop.ThrowIfCancellationRequested();
            var adding = new MemoryBudget(memory.Limit - memory.Used); // of what has been added only the sum stays
            if (sum is not null)
                adding.Charge(ProfileCost.Of(sum.Data));
            if (Load(part, adding) is not { } next)
                continue;
            try
            {
                sum = sum is null ? next : AsyncProfile.Merge([sum, next], adding);
            }
            catch (InvalidDataException exception)
            {
                throw new FleetException($"{part.Path} cannot be added to others of {selector.Text}: {exception.Message}.");
            }
        }

        if (sum is not null)
            memory.Charge(ProfileCost.Of(sum.Data));
        return sum;
    }

    /// <summary>Who writes it may be at it, or have been killed.</summary>
    private AsyncProfile? Load(FolderFile file, MemoryBudget memory)
    {
        try
        {
            return load(file.Path, memory);
        }
        catch (InvalidDataException exception)
        {
            _unread.Add(exception);
            return null;
        }
    }
}
