using AsyncProf.Benchmarks.Capture;

/// <summary>For <c>bench/overhead.sh</c>: as a startup hook, listens in somebody else's process and does nothing with what it hears. The runtime finds it by this name.</summary>
internal static class StartupHook
{
    private static EmptyListener? s_listener;

    /// <summary>Called before <c>Main</c>.</summary>
    public static void Initialize() => s_listener = new EmptyListener();
}
