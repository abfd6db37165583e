using AsyncProf.Clocks;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Spans;

/// <summary>The spans that one root will get if there is room for them, parents first.</summary>
/// <param name="Spans">The spans.</param>
/// <param name="Name">What the root is called, as a number: traces of one name compete by their duration.</param>
/// <param name="Duration">How long the root took, in ticks of the stopwatch.</param>
/// <param name="Entry">The request: the spans' parent, or what a detached trace links to.</param>
/// <param name="IsRequest">Whether the spans hang under the request's own.</param>
/// <param name="Anchor">By what their ticks become UTC.</param>
/// <param name="Lot">A random number: the lowest are the uniform sample.</param>
internal sealed record PlannedTrace(
    List<PlannedSpan> Spans, int Name, long Duration, EntryContext Entry, bool IsRequest, ClockAnchor Anchor, double Lot);
