using System.Collections;
using System.Reflection;
using Microsoft.Diagnostics.Tracing;

namespace AsyncProf.Decoding;

/// <summary>
/// Gives back the native memory of TraceEvent's readers. They hold blocks of events and of stacks until the next sequence point and forget them where the file ends before it:
/// a buffer has no finalizer, and disposing of the reader does not reach it. There is no public way to them. Where a later version has others, nothing is given back, and the
/// test of this says so.
/// </summary>
internal static class NativeBuffers
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Releases what a reader still holds; it is of no use after that.</summary>
    public static void Release(EventPipeEventSource source)
    {
        foreach (string cache in (string[])["EventCache", "StackCache"])
        {
            object? held = typeof(EventPipeEventSource).GetProperty(cache, Any)?.GetValue(source);
            if (held?.GetType().GetField("_buffers", Any)?.GetValue(held) is not IEnumerable buffers)
                continue;
            foreach (object buffer in buffers)
                ((buffer as IDisposable) ?? buffer.GetType().GetField("Buffer", Any)?.GetValue(buffer) as IDisposable)?.Dispose();
        }
    }
}
