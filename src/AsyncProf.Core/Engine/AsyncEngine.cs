using AsyncProf.Attribution;
using AsyncProf.Events;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;

namespace AsyncProf.Engine;

/// <summary>The engine, wired once for all who use it: events in, charged trees out.</summary>
internal sealed class AsyncEngine
{
    /// <summary>Wires an engine.</summary>
    /// <param name="names">The table that the events' name ids point into.</param>
    /// <param name="methods">The methods behind those names.</param>
    /// <param name="sink">Gets the trees.</param>
    /// <param name="limits">What may be kept, and for how long.</param>
    /// <param name="iterators">Tells async iterators from other async methods; null for the methods themselves.</param>
    public AsyncEngine(NameTable names, MethodTable methods, ITreeSink sink, StitcherLimits limits, IIteratorLookup? iterators = null)
    {
        Limits = limits;
        Attributor = new Attributor(methods, sink);
        Stitcher = new Stitcher(names, iterators ?? methods, Attributor, limits);
    }

    public StitcherLimits Limits { get; }

    public Attributor Attributor { get; }

    public Stitcher Stitcher { get; }
}
