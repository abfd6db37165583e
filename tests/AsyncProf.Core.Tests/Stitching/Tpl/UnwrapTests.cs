using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching.Tpl;

/// <summary><c>Task.Run(async () => …)</c>: a delegate that returns a task, and the Unwrap that is made directly after it is queued. Another thread may be faster than that.</summary>
public class UnwrapTests
{
    private const string Delegate = "Run.lambda";

    [Theory]
    [InlineData(1)] // the Unwrap is there before the delegate runs
    [InlineData(4)] // while it runs
    [InlineData(6)] // when it has ended
    public void Delegate_ThatIsUnwrapped_WaitsForTheTaskThatItReturned(int madeAt)
    {
        ProfileReading profile = Play(madeAt, queued: null);

        AssertExact(profile);
        Assert.Equal(["P"], profile.Roots.Where(root => root != "Later"));
        profile.Stack("P", Delegate, "Inner", "await Task.Delay");
        profile.Operation("Inner").Waiting(20).Running(2);
        profile.Operation(Delegate).Running(2).Waiting(0);
        profile.Operation("P").Waiting(0);
    }

    [Fact]
    public void Delegate_ThatEndedLongBefore_LeavesTheTaskThatItReturnedToTheAwaiter()
    {
        ProfileReading profile = Play(madeAt: 15, queued: null);

        AssertExact(profile);
        profile.Stack("P", "Inner", "await Task.Delay");
        profile.Operation("P").Waiting(0).Running(1);
    }

    [Fact]
    public void Delegate_ThatEndedInARequestBeforeItWasUnwrapped_IsInItsTreeOnce()
    {
        ProfileReading profile = Play(madeAt: 6, queued: 7);

        AssertExact(profile);
        profile.Stack("GET /", "P", Delegate, "Inner");
        Assert.Equal(1, profile.Profile.Methods.Single(row => row.Method == Delegate).Calls);
    }

    private static ProfileReading Play(int madeAt, int? queued)
    {
        TraceBuilder trace = new();
        trace = queued is { } request ? trace.At(1).Starts(request) : trace;
        trace.At(1).Makes("Run", "Task: <Run>b__0").Queues("Run");
        bool isMade = false;
        Make(1);
        trace.On(2).At(2).Runs("Run").At(3).Makes("delay", "Task.Delay").Begins("Inner").Awaits("Inner", "delay");
        Make(4);
        trace.On(2).At(4).Leaves().Ends("Run");
        Make(6);
        Make(15);
        trace.On(2).At(23).Ends("delay").Completes("delay").Runs("Inner").At(25).Ends("Inner").Completes("Inner").Joins("Unwrap").Ends("Unwrap").Completes("Unwrap")
            .Runs("P").At(26).Ends("P").Leaves().Leaves().Leaves().Leaves().Leaves();
        trace = queued is { } stopped ? trace.On(1).At(30).Stops(stopped, "GET /") : trace;
        return trace.On(1).At(1000).Begins("Later").Play();

        void Make(int at)
        {
            if (isMade || madeAt > at)
                return;
            isMade = true;
            trace.On(1).At(at).Makes("Unwrap", "Task.Unwrap").Begins("P").Awaits("P", "Unwrap");
        }
    }

    private static void AssertExact(ProfileReading profile)
    {
        RecordingInfo recording = profile.Profile.Recording;
        Assert.Equal((0, 0, 0), (recording.IllegalTransitions, recording.Unmatched, recording.Unbalanced));
    }
}
