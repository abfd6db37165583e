using System.Collections.ObjectModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;

namespace AsyncProf.Capture;

/// <summary>Payloads of the Task Parallel Library's events, as an <see cref="System.Diagnostics.Tracing.EventListener"/> gets them: boxed.</summary>
internal static class TplPayload
{
    /// <summary>Reads all but the name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read(ReadOnlyCollection<object?> payload, in TplLayout layout, ref AsyncEvent e)
    {
        if (layout.TaskId >= 0)
            e.TaskId = Int(payload[layout.TaskId]);
        if (layout.OtherId >= 0)
            e.OtherId = Int(payload[layout.OtherId]);
        if (layout.Extra >= 0)
            e.Extra = Int(payload[layout.Extra]);
        if (layout.Detail >= 0)
            e.Detail = (byte)Int(payload[layout.Detail]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Int(object? boxed) => boxed is int value ? value : Convert.ToInt32(boxed, CultureInfo.InvariantCulture);
}
