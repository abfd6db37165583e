using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Fleets.Pyroscope;

/// <summary>Finds the profile types of ours among those that a store has.</summary>
internal static class PyroscopeTypes
{
    /// <summary>The label in which each series has the id of its profile type.</summary>
    public const string Label = "__profile_type__";

    private const string Calls = "operations", Elapsed = "elapsed.running";

    /// <summary>Sums of others, which need not be asked for.</summary>
    private static readonly string[] Sums = ["task", "elapsed"];

    /// <summary>The ids by their sample types; null where there are none of ours. Where ours are pushed under several names, those of the first.</summary>
    public static IReadOnlyDictionary<string, string>? Of(IEnumerable<string> ids)
    {
        string[] wanted = [.. PprofMeasures.Always.Select(measure => measure.Name).Except(Sums)];
        return ids.Select(id => (Id: id, Parts: id.Split(':')))
            .Where(type => type.Parts.Length == 5 && wanted.Contains(type.Parts[1]))
            .GroupBy(type => (type.Parts[0], type.Parts[3], type.Parts[4]))
            .Select(group => group.GroupBy(type => type.Parts[1]).ToDictionary(type => type.Key, type => type.First().Id, StringComparer.Ordinal))
            .Where(types => types.ContainsKey(Calls) && types.ContainsKey(Elapsed))
            .MaxBy(types => types.Count);
    }
}
