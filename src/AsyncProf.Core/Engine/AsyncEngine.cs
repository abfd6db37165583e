using AsyncProf.Attribution;
using AsyncProf.Events;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Stitching.Roots;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Engine;

/// <summary>The engine, wired once for all who use it: events in, charged trees out.</summary>
internal sealed class AsyncEngine
{
    private readonly Func<Stitcher?, Stitcher> _create;

    /// <summary>Wires an engine.</summary>
    /// <param name="names">The table that the events' name ids point into.</param>
    /// <param name="methods">The methods behind those names.</param>
    /// <param name="sink">Gets the trees.</param>
    /// <param name="limits">What may be kept, and for how long.</param>
    /// <param name="iterators">Tells async iterators from other async methods; null for the methods themselves.</param>
    /// <param name="awaits">What is known of the awaits of methods; null for nothing.</param>
    public AsyncEngine(NameTable names, MethodTable methods, ITreeSink sink, StitcherLimits limits, IIteratorLookup? iterators = null, AwaitTable? awaits = null)
    {
        Limits = limits;
        awaits ??= new AwaitTable(names, methods, new NoAwaits());
        Attributor = new Attributor(methods, awaits, sink);
        Windows = new ChargeWindows(Attributor);
        _create = previous => new Stitcher(names, iterators ?? methods, Windows, limits, awaits, previous);
        Stitcher = _create(null);
    }

    public StitcherLimits Limits { get; }

    public Attributor Attributor { get; }

    /// <summary>Windows in which all roots are seen.</summary>
    public ChargeWindows Windows { get; }

    /// <summary>What the events go to; another one after each pause.</summary>
    public Stitcher Stitcher { get; private set; }

    /// <summary>A window is over: what goes on in requests that have not stopped is looked at up to now.</summary>
    /// <param name="id">Its id.</param>
    public void CloseWindow(int id)
    {
        if (Windows.Close(id) is { } since)
            Stitcher.LookAtOpenEntries(id, since);
    }

    /// <summary>
    /// A pause begins, in which nothing is captured: what has not ended is charged up to here and then forgotten, for of what it does meanwhile nothing is known. Events go to another stitcher from
    /// now on, as if the recording began anew; the counts go on.
    /// </summary>
    /// <param name="time">When, in ticks of the events.</param>
    /// <param name="doubtfulSince">Events were lost since then: of what shows no sign of life later it is not known whether it has ended, and it is charged up to here only.</param>
    /// <returns>How many requests and scopes were cut.</returns>
    public int Cut(long time, long doubtfulSince = long.MaxValue)
    {
        int cut = Stitcher.Store.Entries.OpenCount;
        Stitcher.Finish(time, doubtfulSince);
        Stitcher = _create(Stitcher);
        return cut;
    }
}
