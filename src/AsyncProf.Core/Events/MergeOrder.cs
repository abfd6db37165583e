using System.Runtime.CompilerServices;

namespace AsyncProf.Events;

/// <summary>
/// The order in which events of different threads are taken. Where a clock is so coarse that cause and effect have one time, what announces
/// (7, 10, 12, 14) comes before what runs and ends (15 to 18); each thread's own order always stays.
/// </summary>
internal static class MergeOrder
{
    /// <summary>The key of an event: the smaller is taken first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Key(in AsyncEvent e) => unchecked(e.Timestamp << 1) | (e.Kind is >= AsyncEventKind.OperationEnd and <= AsyncEventKind.WorkEnd ? 1L : 0L);

    /// <summary>The key below or at which everything is up to a moment.</summary>
    public static long UpTo(long timestamp) => timestamp >= long.MaxValue / 2 ? long.MaxValue : (timestamp << 1) | 1;
}
