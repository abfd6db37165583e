using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Tables;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Profiles.Tables;

public class UnknownWaitsTests
{
    [Theory]
    [InlineData("Unknown", "", "", true)]
    [InlineData("Task", "", "", true)]
    [InlineData("Task", "", "Gate.WaitAsync", false)]
    [InlineData("CompletedBy", "Pump", "", true)]
    [InlineData("CompletedBy", "Pump", "Gate.WaitAsync", false)]
    [InlineData("ResumedBy", "Pump", "", true)]
    [InlineData("ResumedBy", "Pump", "ChannelReader.ReadAsync", false)]
    [InlineData("Named", "Task.Delay", "", false)]
    [InlineData("OneOf", "A, B", "", false)]
    [InlineData("BlockedOnTask", "Task", "", false)]
    public void Share_OfAWait_CountsItIfNothingTellsWhatWasAwaited(string word, string target, string on, bool counts)
    {
        ProfileData data = Waiting(Frame.OfWait(Enum.Parse<WaitKind>(word), target, on: on), 36);

        Assert.Equal(counts ? 0.36 : 0, UnknownWaits.Share(data), 9);
    }

    [Fact]
    public void Merge_OfTwoProfiles_WeighsByTheirTime()
    {
        Frame unknown = Frame.OfWait(WaitKind.Unknown, "");
        AsyncProfile all = new(new RecordingInfo { UnknownAwaitShare = 1, DurationNs = 1 }, Waiting(unknown, 100)), little = new(new RecordingInfo { DurationNs = 1_000_000 }, Waiting(unknown, 0));

        Assert.Equal(0.5, AsyncProfile.Merge(all, little).Recording.UnknownAwaitShare, 9);
    }

    [Fact]
    public void Build_OfAWaitThatNothingNames_SaysItsShareOfTheTime()
    {
        ProfileReading profile = new TraceBuilder().At(1).Begins("P").Awaits("P", "T").On(2).At(37).Completes("T").Runs("P").At(101).Ends("P").Leaves().Leaves().Play();

        Assert.Equal(0.36, profile.Profile.Recording.UnknownAwaitShare, 9);
        Assert.Contains("36.0 % of elapsed time under waits that nothing names", TextReport.Quality(profile.Profile.Recording).Replace("36.0%", "36.0 %", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>Of 100 ms, so many under a wait.</summary>
    private static ProfileData Waiting(Frame wait, long ms)
    {
        var builder = new ProfileDataBuilder();
        var tags = new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, 100);
        int root = builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, "P", false))), leaf = builder.Intern(root, builder.Intern(wait));
        var running = new TimeByState((100 - ms) * 1_000_000, 0, 0, 0);
        var waiting = new TimeByState(0, ms * 1_000_000, 0, 0);
        builder.Add(new StackCharge(root, tags, new Measures(1, 100_000_000, running, running)));
        builder.Add(new StackCharge(leaf, tags, new Measures(1, 0, waiting, waiting)));
        return builder.Build();
    }
}
