namespace AsyncProf.Profiles;

/// <summary>
/// One await of a method, over all its calls. These are times of the method's own life, so that what it awaited at once with others counts in each: unlike self times they do not add up over methods.
/// </summary>
/// <param name="On">What is awaited: <c>Socket.ReceiveAsync</c>, <c>(one of A, B)</c>; empty where it is not known.</param>
/// <param name="File">The source file; empty where it is not known.</param>
/// <param name="Line">The line; 0 where it is not known.</param>
/// <param name="ILOffset">Where in the IL of the state machine, for awaits that share a line; -1 where it is not known.</param>
/// <param name="Hits">How often the method suspended there.</param>
/// <param name="WaitingNs">From suspending until what it awaited had completed, whatever that did meanwhile, in nanoseconds.</param>
/// <param name="ReadyNs">From then until a thread went on with it, in nanoseconds.</param>
/// <param name="RunningNs">What a thread then executed of it, up to its next await or its end, in nanoseconds.</param>
public sealed record AwaitRow(string On, string File, int Line, int ILOffset, long Hits, long WaitingNs, long ReadyNs, long RunningNs);
