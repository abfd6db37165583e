using System.ComponentModel;
using AsyncProf.Transport;

namespace AsyncProf;

/// <summary>Where an injected agent begins. It only makes itself known: nothing is captured before a session asks for it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // for the startup hook, which finds it by name
public static class AgentEntry
{
    private static readonly object Lock = new();
    private static BatchSource? s_source;

    /// <summary>Makes the agent's source, once. Called by the startup hook: on the main thread before <c>Main</c>, or on the runtime's diagnostic thread.</summary>
    public static void Start()
    {
        lock (Lock)
        {
            if (s_source is not null || BatchSource.IsThere())
                return;
            Thread current = Thread.CurrentThread;
            s_source = new BatchSource(new BatchPump(current.IsBackground ? null : current));
        }
    }
}
