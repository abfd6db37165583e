namespace AsyncProf.Usage;

/// <summary>
/// What a few forms of awaiting allocate on the thread that does them, in bytes: once while nobody traces and once while somebody does, and the difference is what tracing allocates.
/// All of it is read on a thread of its own, on which nothing of the app's runs: on the pool, what the app does between two turns would count.
/// </summary>
/// <param name="Once">A machine that awaits once.</param>
/// <param name="Twice">One that awaits twice.</param>
/// <param name="Yield">A yield to the pool.</param>
/// <param name="Turn">From one yield to the next, less the yield.</param>
/// <param name="Queue">To complete a task, where who awaits it may not go on there.</param>
/// <param name="Joined">A join of two tasks, where it begins.</param>
/// <param name="Related">The same, where the first of them ends.</param>
/// <param name="JoinEnded">The same, where both have.</param>
/// <param name="Scheduled">A task of a delegate, from its beginning to the scheduler.</param>
internal sealed record TracingTrial(long Once, long Twice, long Yield, long Turn, long Queue, long Joined, long Related, long JoinEnded, long Scheduled)
{
    private const int Most = 4096;

    /// <summary>How long the app waits for one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Tries all forms, on a thread of its own.</summary>
    /// <param name="prepare">Called on that thread first, so that what it does is nobody's.</param>
    /// <returns>Null if it did not succeed in time, or its rounds do not agree.</returns>
    public static TracingTrial? Run(Action prepare)
    {
        TracingTrial? trial = null;
        var thread = new Thread(() => trial = Try(prepare)); // it has no context that would take continuations elsewhere
        thread.IsBackground = true;
        thread.Name = "AsyncProf";
        thread.UnsafeStart();
        return thread.Join(Patience) ? trial : null;
    }

    private static TracingTrial? Try(Action prepare)
    {
        try
        {
            prepare();
            return new TrialForms().Try();
        }
        catch (Exception)
        {
            return null; // on this thread it would end the app
        }
    }

    /// <summary>What tracing allocates, by a trial without it and one with it.</summary>
    /// <param name="off">The trial without.</param>
    /// <param name="on">The trial with.</param>
    /// <returns>Null if one of them did not succeed, or they fit nothing that is known of the runtime: then it is not known.</returns>
    public static TracingBytes? Compare(TracingTrial? off, TracingTrial? on)
    {
        if (off is null || on is null)
            return null;
        if (on == off)
            return TracingBytes.None;
        long once = on.Once - off.Once, each = on.Twice - off.Twice - once, work = on.Turn - off.Turn;
        long joined = on.Joined - off.Joined, related = on.Related - off.Related, end = on.JoinEnded - off.JoinEnded - related;
        long told = joined == 0 ? 0 : joined - TracingBytes.OfText(TrialForms.JoinName.Length);
        int texts = told == 0 ? 1 : 2; // whoever is told by way of objects gets a copy
        long begin = once - each - (texts * TracingBytes.OfText(TrialForms.MachineName.Length)) - told - end;
        long scheduled = on.Scheduled - off.Scheduled - (texts * TracingBytes.OfText(TrialForms.TaskName.Length)) - told;
        long[] all = [begin, each - (2 * work), on.Yield - off.Yield, on.Queue - off.Queue - work, work, related - work, scheduled, told, end];
        return Array.TrueForAll(all, static bytes => bytes is >= 0 and < Most)
            ? new TracingBytes((int)all[0], (int)all[1], (int)all[2], (int)all[3], (int)all[4], (int)all[5], (int)all[6], (int)all[7], (int)all[8])
            : null;
    }
}
