using AsyncProf.Events;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Stitching;

/// <summary>Ids of tasks: none, and one that is used again.</summary>
public class TaskIdTests
{
    [Fact]
    public void TaskIdZero_IsNobodys()
    {
        var names = new NameTable();
        var playback = new Playback(names, new PlaybackBounds(Operations: 100));
        for (int i = 1; i <= 1000; i++)
            playback.Feed([new(1, AsyncEvent.OperationBegin(i, 0, names.Intern("Async: <P>d__0")))]);

        Assert.Equal(0, playback.Stitcher.Store.Operations.Count);
        Assert.Equal(1000, playback.Stitcher.Counts.Unmatched);
    }

    [Fact]
    public void OneTaskIdThreeTimes_ComesBackToTheOldest()
    {
        var trace = new TraceBuilder();
        int id = trace.Id("Old");
        var log = new List<LoggedEvent>();
        foreach ((string name, long time) in (IEnumerable<(string, long)>)[("Old", 1), ("Middle", 5), ("New", 10)])
            log.Add(new(1, AsyncEvent.OperationBegin(time, id, trace.Names.Intern($"Async: <{name}>d__0"))));
        foreach (long time in (long[])[20, 40, 60])
        {
            log.Add(new(1, AsyncEvent.WorkBegin(time, id, TaskWork.Execution)));
            log.Add(new(1, AsyncEvent.OperationEnd(time + 1, id, OperationStatus.Completed)));
            log.Add(new(1, AsyncEvent.WorkEnd(time + 1, TaskWork.Execution)));
        }

        ProfileReading profile = Playback.Of(trace.Names, log);
        profile.Operation("New").Calls(1).Wall(11);
        profile.Operation("Middle").Calls(1).Wall(36);
        profile.Operation("Old").Calls(1).Wall(60);
    }
}
