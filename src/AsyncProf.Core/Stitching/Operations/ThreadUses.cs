using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>
/// Gives what a thread used between two readings to the operation that it executed then. A reading comes before anything changes who that is, so that every byte and every nanosecond is somebody's,
/// or is counted as used outside any operation.
/// </summary>
internal sealed class ThreadUses(OperationStore store, RunningOperations running, ThreadUses.LateUse late, StitcherCounts counts)
{
    private bool _any;

    /// <summary>A thread tells what it used in a segment of an operation that has been charged.</summary>
    /// <param name="number">The number that the segment was given then.</param>
    /// <param name="use">What.</param>
    /// <returns>Whether it was charged; else nobody knows any more to what.</returns>
    public delegate bool LateUse(int number, in ResourceUse use);

    /// <summary>Whether an event bears a reading.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsIn(in AsyncEvent e) => e.Kind switch
    {
        AsyncEventKind.OperationEnd or AsyncEventKind.WorkBegin or AsyncEventKind.WorkEnd => (e.OtherId | e.Extra) != 0,
        AsyncEventKind.Allocated or AsyncEventKind.Cpu => true,
        _ => false,
    };

    /// <summary>A reading has come.</summary>
    public void Take(ThreadWork thread, in AsyncEvent e)
    {
        ResourceUse use = e.Kind == AsyncEventKind.Cpu ? new ResourceUse(0, (uint)e.TaskId, (uint)e.OtherId, (uint)e.Extra) : new ResourceUse(Math.Max(0, e.Allocated), 0, 0, 0);
        bool begins = thread.SplitsUse;
        thread.SplitsUse = false;
        if (thread.Ignored)
        {
            counts.OwnUse += use;
            return;
        }

        int operation = User(thread);
        if (operation == 0 && (!thread.PrefixSuspended || e.Kind == AsyncEventKind.Allocated || e.Detail == AsyncEvent.BeforeMark))
            operation = running.Prefix(thread); // else the thread may have gone back to its pool meanwhile
        if (running.Late(thread) is var number and not 0)
            counts.OutsideUse += late(number, use) ? default : use;
        else if (operation == 0 || !(store[operation].IsLive || IsOvertaken(thread, store[operation])))
            counts.OutsideUse += use;
        else if (store[operation].Has(OperationFlags.Ignored))
            counts.OwnUse += use;
        else
            store.Uses.Add(operation, IsElsewhere(thread, store[operation]) ? thread.LastMark + 1 : e.Timestamp, use, begins);
    }

    /// <summary>
    /// A dispatcher is about to tell what it does on a thread: no reading comes with it, so what the thread uses up to its next reading is of whoever is on top now, or was when the first of several told.
    /// </summary>
    public void BeforeDispatch(ThreadWork thread)
    {
        if (!_any || thread.HasUser)
            return;
        (thread.HasUser, thread.IsRead) = (true, false);
        thread.User = running.TopOperation(thread) is var top and not 0 ? store.RefOf(top) : default;
    }

    /// <summary>Another reading begins with an event that bears one, or comes after one, or would bear one if anything had been used.</summary>
    public static void AfterReading(ThreadWork thread, in AsyncEvent e)
    {
        if (thread.IsRead || e.Kind is AsyncEventKind.OperationEnd or AsyncEventKind.WorkBegin or AsyncEventKind.WorkEnd)
            thread.HasUser = thread.IsRead = false;
    }

    /// <summary>Who has used what a reading tells; 0 for nobody that is known. What dispatchers run is none: where it began and ended, nothing was read.</summary>
    private int User(ThreadWork thread)
    {
        (_any, thread.IsRead) = (true, true);
        int user = thread.HasUser ? store.Find(thread.User) : running.TopOperation(thread);
        return user != 0 && store[user].Has(OperationFlags.Dispatched) ? 0 : user;
    }

    /// <summary>Whether an operation has gone on on another thread, before this one said that its segment here was over: what is told here it used before that.</summary>
    private static bool IsElsewhere(ThreadWork thread, in Operation op) => op.Thread != thread.Key && op.Kind != OperationKind.Prefix;

    /// <summary>Whether an operation has ended on another thread, before this one said that its segment here was over. What a thread uses after it has told the end itself is nobody's.</summary>
    private static bool IsOvertaken(ThreadWork thread, in Operation op) => IsElsewhere(thread, op) && !op.Has(OperationFlags.Charged);
}
