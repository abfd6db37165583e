using AsyncProf.Profiles;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>What holds of every recording that was not disturbed.</summary>
internal static class RecordingAssert
{
    /// <summary>Nothing was lost, nothing contradicts what came before, all trees sum up, and no time is negative.</summary>
    public static void IsSound(AsyncProfile profile)
    {
        AddsUp(profile);
        Assert.Equal(0, profile.Recording.UnmatchedDispatches);
    }

    /// <summary>Nothing was lost, all trees sum up, no time is negative, and an agent got its events directly.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="eventsBy">How an agent gets them otherwise, because it was told to.</param>
    public static void AddsUp(AsyncProfile profile, string eventsBy = "direct")
    {
        RecordingInfo recording = profile.Recording;
        Assert.Equal((0, 0, 0, 0), (recording.LostEvents, recording.LostBatches, recording.Unbalanced, recording.IllegalTransitions));
        Assert.Equal(0, recording.Gaps);
        if (recording.Source == "agent")
            Assert.Equal(eventsBy, recording.EventsBy); // on each runtime that there is
        Assert.Equal(profile.Tree.ElapsedTotal.TotalNs, profile.Methods.Sum(row => row.ElapsedSelf.TotalNs));
        Assert.Equal(profile.Tree.UsedTotal, profile.Methods.Aggregate(default(ResourceUse), static (sum, row) => sum + row.UsedSelf));
        Assert.Equal(profile.Tree.TaskTotal.TotalNs, profile.Methods.Sum(row => row.TaskSelf.TotalNs));
        var work = new Stack<CallNode>([profile.Tree]);
        while (work.TryPop(out CallNode? node))
        {
            Assert.True(IsPositive(node.ElapsedSelf) && IsPositive(node.TaskSelf) && node.Calls >= 0, node.Name);
            foreach (CallNode child in node.Children)
                work.Push(child);
        }
    }

    private static bool IsPositive(TimeByState times) => times is { RunningNs: >= 0, WaitingNs: >= 0, ReadyNs: >= 0, BlockedNs: >= 0 };
}
