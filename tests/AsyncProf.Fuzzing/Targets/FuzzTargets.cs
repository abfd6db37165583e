namespace AsyncProf.Fuzzing.Targets;

/// <summary>All targets.</summary>
internal static class FuzzTargets
{
    private static readonly Dictionary<string, Func<IFuzzTarget>> Known = new(StringComparer.Ordinal)
    {
        [NettraceTarget.Kind] = () => new NettraceTarget(),
        [PprofTarget.Kind] = () => new PprofTarget(),
        [BatchTarget.Kind] = () => new BatchTarget(),
        [CommandTarget.Kind] = () => new CommandTarget(),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>The target of a name; null if there is none.</summary>
    public static IFuzzTarget? Named(string name) => Known.TryGetValue(name, out Func<IFuzzTarget>? make) ? make() : null;
}
