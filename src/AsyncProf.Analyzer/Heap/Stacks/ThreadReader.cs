using AsyncProf.Heap.Objects;
using AsyncProf.Symbols.Metadata;
using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Stacks;

/// <summary>The threads that wait for an operation: their stacks hold the runtime's own wait for a task.</summary>
internal sealed class ThreadReader(ClrRuntime runtime, HeapNames names)
{
    private const int MostFrames = 256, MostThreads = 1024;

    /// <summary>The threads.</summary>
    public IReadOnlyList<BlockedThread> Blocked()
    {
        var blocked = new List<BlockedThread>();
        foreach (ClrThread thread in runtime.Threads.Where(thread => thread.IsAlive).Take(MostThreads))
        {
            ClrStackFrame[] frames = [.. thread.EnumerateStackTrace(includeContext: false, MostFrames).Where(frame => frame.Method is { } method && !CompilerNames.IsBaseCall(method.Name ?? ""))];
            int wait = Array.FindLastIndex(frames, frame => frame.Method is { Name: "InternalWait" or "InternalWaitCore" or "SpinThenBlockingWait", Type.Name: "System.Threading.Tasks.Task" });
            if (wait >= 0)
                blocked.Add(new BlockedThread(thread.OSThreadId, [.. frames[(wait + 1)..].Select(FrameOf)]));
        }

        return blocked;
    }

    private PendingFrame FrameOf(ClrStackFrame frame)
    {
        ClrMethod method = frame.Method!;
        (string type, string assembly) = method.Type is { } owner ? names.NameOf(owner) : ("", "");
        MethodName name = names.MethodOf(assembly, type) ?? names.MethodOf(method, out _);
        return new PendingFrame(PendingKind.Running, name.DisplayName) { IsFramework = name.IsFramework };
    }
}
