namespace AsyncProf.Capture;

/// <summary>The profiler scope that the current execution flow is in. Read at each beginning while a scope is open, and not at all otherwise.</summary>
internal static class ScopeFlow
{
    private static readonly AsyncLocal<ushort> Flow = new();
    private static int s_open;

    /// <summary>The scope of this flow; 0 for none.</summary>
    public static ushort Current => Volatile.Read(ref s_open) == 0 ? (ushort)0 : Flow.Value;

    /// <summary>Puts the rest of the caller's flow into a scope; returns the scope it was in.</summary>
    public static ushort Enter(ushort scope)
    {
        Interlocked.Increment(ref s_open);
        ushort outer = Flow.Value;
        Flow.Value = scope;
        return outer;
    }

    /// <summary>Takes the rest of the caller's flow back to the scope it was in.</summary>
    public static void Leave(ushort outer)
    {
        Flow.Value = outer;
        Interlocked.Decrement(ref s_open);
    }
}
