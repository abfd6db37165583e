using AsyncProf.Building;
using AsyncProf.Capture;
using AsyncProf.Engine;
using AsyncProf.Profiles;

namespace AsyncProf.Runtime.Tests.Live;

/// <summary>Profiles of an app in which nothing happens but that it waits.</summary>
[Collection(LiveCollection.Name)]
public class QuietProfilesTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5), Quiet = TimeSpan.FromSeconds(2.7);

    [Fact]
    public async Task Intervals_WithoutEvents_EachHaveTheirOwnTimeOfWhatIsOpen()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var profiles = new List<AsyncProfile>();
        ProfilerEngine engine = ProfilerEngine.Acquire();
        var sink = new IntervalProfiles(Interval, () => new ProfileBuilder(CaptureHub.Instance.Names, engine.Methods, TickClock.Stopwatch, awaits: engine.Awaits), engine.CountsOfAll, profiles.Add);

        Task open = OpenAsync(gate.Task);
        engine.AfterNowAndWait(() => engine.Trees.Add(sink));
        await Task.Delay(Quiet);
        engine.AfterNowAndWait(() => engine.Trees.Remove(sink));
        gate.SetResult();
        await open;
        ProfilerEngine.Release();

        Assert.InRange(profiles.Count, 2, 6);
        foreach (AsyncProfile profile in profiles)
        {
            MethodRow row = profile.Methods.Single(method => method.Method.EndsWith("." + nameof(OpenAsync), StringComparison.Ordinal));
            Assert.Equal(profile.Recording.DurationNs, row.TaskSelf.WaitingNs); // to the tick
            Assert.InRange(profile.Recording.DurationNs, Interval.Ticks * 100 / 2, Quiet.Ticks * 100);
        }
    }

    private static async Task OpenAsync(Task gate) => await gate;
}
