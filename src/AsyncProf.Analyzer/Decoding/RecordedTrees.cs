using AsyncProf.Building;
using AsyncProf.Events;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Decoding;

/// <summary>What the trees of a recording are of, for who takes them while it is read.</summary>
/// <param name="Names">The names of its events.</param>
/// <param name="Methods">The methods behind them.</param>
/// <param name="Awaits">What is known of awaits.</param>
/// <param name="Clock">What its ticks are.</param>
/// <param name="Pid">The process; 0 where it is not known.</param>
/// <param name="Start">When the recording began, in ticks; 0 where it is not known.</param>
internal sealed record RecordedTrees(NameTable Names, MethodTable Methods, AwaitTable Awaits, TickClock Clock, int Pid, long Start)
{
    /// <summary>The process, as far as has been told by now.</summary>
    public required Func<(string Name, string Runtime)> Process { get; init; }

    /// <summary>One moment on both clocks, the latest that has been told by now.</summary>
    public required Func<RecordedMoment> Moment { get; init; }
}
