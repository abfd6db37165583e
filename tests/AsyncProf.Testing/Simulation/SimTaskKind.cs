namespace AsyncProf.Testing.Simulation;

/// <summary>What a simulated task is.</summary>
public enum SimTaskKind
{
    Method,
    Delegate,
    Delay,
    WhenAll,
    WhenAny,

    /// <summary>A <c>TaskCompletionSource</c>.</summary>
    Source,
}
