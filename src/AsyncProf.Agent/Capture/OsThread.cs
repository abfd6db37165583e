using System.Reflection;

namespace AsyncProf.Capture;

/// <summary>What the operating system calls the thread that asks, as the runtime's own event sources tell it.</summary>
internal static class OsThread
{
    private static readonly Func<ulong>? Ask = Bind();

    /// <summary>The id; 0 where this runtime does not tell.</summary>
    public static ulong Current => Ask?.Invoke() ?? 0;

    private static Func<ulong>? Bind()
    {
        MethodInfo? getter = typeof(Thread).GetProperty("CurrentOSThreadId", BindingFlags.Static | BindingFlags.NonPublic)?.GetMethod;
        return getter?.ReturnType == typeof(ulong) ? getter.CreateDelegate<Func<ulong>>() : null;
    }
}
