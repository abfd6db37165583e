using AsyncProf.Events;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Tables;

namespace AsyncProf.Profiles.Transforms;

/// <summary>Keeps a part of a profile.</summary>
internal static class Filtering
{
    private static readonly Frame Smaller = Frame.OfWait(WaitKind.Smaller, "");

    /// <summary>Keeps the stacks that hold a matching frame, or those that hold none.</summary>
    public static AsyncProfile Keep(AsyncProfile profile, Func<Frame, bool> matches, bool keepMatches)
    {
        ProfileData data = profile.Data;
        bool[] frames = [.. data.Frames.Select((frame, id) => id > 0 && matches(frame))];
        var holds = new bool[data.Stacks.Count];
        for (int stack = 1; stack < holds.Length; stack++)
            holds[stack] = holds[data.Stacks[stack].Parent] || frames[data.Stacks[stack].Frame];
        var matching = data.Frames.Where((_, id) => frames[id]).Select(frame => frame.Name).ToHashSet(StringComparer.Ordinal);
        return Keep(profile, profile.Data.Timeline.Only(matches, keepMatches), stack => holds[stack] == keepMatches, KeptNotes.Bounds, keepMatches, await => (matching.Contains(await.Method) || matching.Contains(await.Root)) == keepMatches, spawn => (matching.Contains(spawn.Started) || matching.Contains(spawn.Starter)) == keepMatches);
    }

    public static AsyncProfile KeepRoots(AsyncProfile profile, Func<Frame, bool> matches)
    {
        int[] roots = profile.Data.RootOfEach();
        var matching = roots.Where((_, stack) => stack > 0).Distinct().Select(profile.Data.FrameOf).Where(matches).Select(frame => frame.Name).ToHashSet(StringComparer.Ordinal);
        return Keep(profile, profile.Data.Timeline.OnlyRoots(matches), stack => stack > 0 && matches(profile.Data.FrameOf(roots[stack])), KeptNotes.OfRoots, keepsCallsAbove: false, await => matching.Contains(await.Root), spawn => matching.Contains(spawn.Started) || matching.Contains(spawn.Starter));
    }

    /// <summary>Folds subtrees that are small on both axes.</summary>
    public static AsyncProfile FoldSmall(AsyncProfile profile, double share)
    {
        ProfileData data = profile.Data;
        (long[] elapsed, long[] task) = StackSums.Totals(data);
        var rewriter = new StackRewriter(data);
        var places = new int[elapsed.Length];
        var isSmall = new bool[elapsed.Length];
        for (int stack = 1; stack < places.Length; stack++)
        {
            int parent = data.Stacks[stack].Parent;
            isSmall[stack] = isSmall[parent] || (elapsed[stack] < elapsed[0] * share && task[stack] < task[0] * share);
            places[stack] = isSmall[parent] ? places[parent] : rewriter.To.Intern(places[parent], rewriter.To.Intern(isSmall[stack] ? Smaller : data.FrameOf(stack)), isSmall[stack] ? 0 : data.Stacks[stack].Line);
        }

        rewriter.To.Timeline = data.Timeline;
        return new AsyncProfile(profile.Recording, rewriter.Rewrite(places, stack => !isSmall[stack], KeptNotes.All));
    }

    private static AsyncProfile Keep(AsyncProfile profile, Timeline? timeline, Func<int, bool> keeps, KeptNotes notes, bool keepsCallsAbove, Func<AwaitKey, bool> keepsAwait, Func<SpawnKey, bool> keepsSpawn)
    {
        ProfileData data = profile.Data;
        var rewriter = new StackRewriter(data);
        var places = new int[data.Stacks.Count];
        var made = new int[data.Stacks.Count];
        var needed = new bool[data.Stacks.Count];
        for (int stack = needed.Length - 1; stack > 0; stack--)
        {
            needed[stack] |= keeps(stack);
            needed[data.Stacks[stack].Parent] |= needed[stack];
        }

        for (int stack = 1; stack < made.Length; stack++)
        {
            if (needed[stack])
                made[stack] = rewriter.To.Intern(made[data.Stacks[stack].Parent], rewriter.To.Intern(data.FrameOf(stack)), data.Stacks[stack].Line);
            places[stack] = keeps(stack) || (keepsCallsAbove && needed[stack]) ? made[stack] : StackRewriter.Dropped;
        }

        places[0] = StackRewriter.Dropped;
        rewriter.To.Timeline = timeline;
        return new AsyncProfile(profile.Recording, rewriter.Rewrite(places, static _ => true, notes, keeps, keepsAwait, keepsSpawn));
    }
}
