using System.Diagnostics.Tracing;
using System.Reflection;
using System.Runtime.CompilerServices;

/// <summary>
/// What the runtime loads into a process at our request, into its default context. It needs the framework only, loads the agent into a context of its own,
/// and lets no exception out: since .NET 9 one would end the process.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime, each time it is asked.</summary>
    public static void Initialize()
    {
        try
        {
            Load();
        }
        catch (Exception)
        {
            // That no agent says hello is told outside.
        }
    }

    /// <summary>Apart, so that a type that is missing here is missing inside the try.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Load()
    {
        foreach (EventSource source in EventSource.GetSources())
        {
            if (source.Name == "AsyncProf")
                return; // the app's own, or ours from before
        }

        string directory = Path.GetDirectoryName(typeof(StartupHook).Assembly.Location)!;
        Assembly agent = new AgentContext(directory).Agent;
        agent.GetType("AsyncProf.AgentEntry", throwOnError: true)!.GetMethod("Start")!.Invoke(null, null);
    }
}
