using AsyncProf.Capture;
using AsyncProf.Edges;

namespace AsyncProf.Agent.Tests.Capture;

/// <summary>What happens to the runtime's table when exact edges are asked for, can be had, or cannot.</summary>
[Collection(CaptureCollection.Name)]
public class ExactEdgesBindingTests
{
    [Theory]
    [InlineData("s_asyncDebuggingEnabled")]
    [InlineData("s_currentActiveTasks")]
    [InlineData("m_continuationObject")]
    [InlineData("GetActiveTaskFromId")]
    public void Start_WithoutAMember_StaysOffAndSaysWhy(string hidden)
    {
        var edges = new ExactEdges(new PrivateFields(hidden), new ActiveTasks());

        using IDisposable use = edges.Start();

        Assert.Equal($"events (this runtime has no Task.{hidden})", edges.How);
        Assert.False(edges.IsOn);
        Assert.False(TaskMembers.KeepsTable);
    }

    [Theory]
    [InlineData("_task", "WaitAsync")]
    [InlineData("_state", "Unwrap")]
    [InlineData("m_task", "ContinueWith")]
    [InlineData("o", "Parallel")]
    [InlineData("waiter", "WhenEach")]
    [InlineData("System.Threading.Tasks.Task+WhenEachState", "WhenEach")]
    [InlineData("System.Threading.Tasks.ITaskCompletionAction", "joins")]
    public void Start_WithoutOnePart_IsOnForTheOthers(string hidden, string part)
    {
        var edges = new ExactEdges(new PrivateFields(hidden), new ActiveTasks());

        using IDisposable use = edges.Start();

        Assert.Equal($"tasks (not for {part})", edges.How);
        Assert.True(edges.IsOn);
    }

    [Fact]
    public void Start_TwoUsers_StaysOnUntilBothHaveGone()
    {
        var edges = new ExactEdges();
        IDisposable first = edges.Start(), second = edges.Start();
        first.Dispose();
        first.Dispose();
        Assert.True(edges.IsOn);
        Assert.Equal("tasks", edges.How);
        Assert.True(TaskMembers.KeepsTable);
        second.Dispose();
        Assert.False(edges.IsOn);
        Assert.False(TaskMembers.KeepsTable);
    }

    [Fact]
    public void Start_WhenADebuggerHasTheTableOn_LeavesItAsItIs()
    {
        var table = new Dictionary<int, Task>();
        Dictionary<int, Task>? before = TaskMembers.Exchange(table);
        TaskMembers.KeepsTable = true;
        try
        {
            var edges = new ExactEdges(new PrivateFields(), new ActiveTasks(maximum: 0));
            using (edges.Start())
                edges.Tend(long.MaxValue);
            Assert.True(TaskMembers.KeepsTable);
        }
        finally
        {
            TaskMembers.KeepsTable = false;
            Assert.Same(table, TaskMembers.Exchange(before ?? []));
        }
    }

    [Fact]
    public void Stop_ATableWasThere_PutsItBack()
    {
        var table = new Dictionary<int, Task>();
        Dictionary<int, Task>? before = TaskMembers.Exchange(table);
        new ExactEdges().Start().Dispose();
        Assert.Same(table, TaskMembers.Exchange(before ?? []));
    }

    [Fact]
    public async Task Tend_TooManyPending_GivesUpAndSaysSo()
    {
        var edges = new ExactEdges(new PrivateFields(), new ActiveTasks(maximum: 2));
        using var stop = new CancellationTokenSource();
        using IDisposable use = edges.Start();
        Task[] pending = [.. Enumerable.Range(0, 3).Select(_ => Task.Delay(Timeout.Infinite, stop.Token))];

        edges.Tend(0);

        Assert.Equal("events (more than 2 tasks were pending)", edges.How);
        Assert.False(edges.IsOn);
        Assert.False(TaskMembers.KeepsTable);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(pending));
    }

    [Fact]
    public void Tend_LongAfter_LetsGoOfWhatIsPending()
    {
        var edges = new ExactEdges();
        using IDisposable use = edges.Start();
        Task pending = Task.Delay(Timeout.Infinite, new CancellationTokenSource().Token);
        Assert.Same(pending, TaskMembers.Find(null, pending.Id));

        edges.Tend(long.MaxValue);

        Assert.Null(TaskMembers.Find(null, pending.Id));
        Assert.True(edges.IsOn);
    }
}
