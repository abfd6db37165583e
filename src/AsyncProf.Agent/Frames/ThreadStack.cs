using System.Runtime.InteropServices;

namespace AsyncProf.Frames;

/// <summary>Where the stack of a thread ends, so that nothing beyond it is ever read.</summary>
internal static unsafe partial class ThreadStack
{
    /// <summary>More than any C library's <c>pthread_attr_t</c> takes, in bytes.</summary>
    private const int AttributesSize = 512;

    /// <summary>The highest address of this thread's stack; 0 where that cannot be told. Microseconds; on a process's first thread a fifth of a millisecond.</summary>
    public static nint TopOfThisThread()
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        byte* attributes = stackalloc byte[AttributesSize];
        if (GetAttributes(Self(), attributes) != 0)
            return 0;
        nint top = GetStack(attributes, out nint low, out nint size) == 0 ? low + size : 0;
        _ = Destroy(attributes);
        byte here;
        return low < (nint)(&here) && (nint)(&here) < top ? top : 0;
    }

    [DllImport("libc", EntryPoint = "pthread_self")]
    private static extern nint Self();

    [DllImport("libc", EntryPoint = "pthread_getattr_np")]
    private static extern int GetAttributes(nint thread, byte* attributes);

    [DllImport("libc", EntryPoint = "pthread_attr_getstack")]
    private static extern int GetStack(byte* attributes, out nint low, out nint size);

    [DllImport("libc", EntryPoint = "pthread_attr_destroy")]
    private static extern int Destroy(byte* attributes);
}
