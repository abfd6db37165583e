using AsyncProf.Events;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Analyzer.Tests.Findings;

/// <summary>What held a thread is named as one's own code called it.</summary>
public class SampledHoldsTests
{
    [Fact]
    public void Of_WhatSamplesSaw_NamesTheMostAsItWasCalled()
    {
        var holds = new SampledHolds(Profile(
            (["System.Threading.Monitor.Enter", "System.Threading.Monitor.EnterSlow"], 600), (["Shop.Parse", "System.Text.Json.Read", "System.Text.Json.ReadCore"], 300), (["Shop.Parse"], 50), (["System.Other"], 10)).Tree);

        Assert.Equal("600 ms in System.Threading.Monitor.Enter and 300 ms in System.Text.Json.Read", holds.Of("Shop.F", 1_000_000_000));
        Assert.Equal("", holds.Of("Shop.G", 1_000_000_000));
    }

    [Fact]
    public void Find_ALongHold_SaysWhatHeldIt()
    {
        Finding hold = Assert.Single(FindingRules.Find(Profile((["System.Threading.Thread.Sleep"], 600))), finding => finding.Id == "long-hold");

        Assert.Equal(("Shop.F", "It held its thread for up to 300 ms at a stretch, 600 ms in 0 calls, by samples 600 ms in System.Threading.Thread.Sleep."), (hold.Subject, hold.Evidence));
    }

    private static AsyncProfile Profile(params (string[] Path, long Milliseconds)[] places)
    {
        var data = new ProfileDataBuilder();
        int method = data.Intern(0, data.Intern(new Frame(FrameKind.Method, "Shop.F", false)));
        foreach ((string[] path, long milliseconds) in places)
        {
            int stack = method;
            foreach (string name in path)
                stack = data.Intern(stack, data.Intern(new Frame(FrameKind.Sync, name, Frame.LooksFramework(name))));
            var time = new TimeByState(milliseconds * 1_000_000, 0, 0, 0);
            data.Add(new StackCharge(stack, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, -1), new Measures(0, 0, time, time)));
        }

        data.Note(FrameKind.Method, "Shop.F", new MethodNotes { LongestRunNs = 300_000_000 });
        return new AsyncProfile(new RecordingInfo(), data.Build());
    }
}
