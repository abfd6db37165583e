using AsyncProf.Agent.Tests.Capture;
using AsyncProf.Capture;
using AsyncProf.Edges;
using AsyncProf.Events;

namespace AsyncProf.Agent.Tests.Live;

/// <summary>Edges that the process tells of its own tasks, which are real ones.</summary>
[Collection(CaptureCollection.Name)]
public class ExactEdgesTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private Task _first = Task.CompletedTask, _second = Task.CompletedTask, _wait = Task.CompletedTask;

    [Fact]
    public async Task WaitAsync_ThatSucceeds_IsToldBeforeTheWait()
    {
        EdgeRun run = await EdgeRun.CaptureAsync(async () =>
        {
            _first = Work(300);
            await (_wait = _first.WaitAsync(Long));
        });

        Assert.True(run.HasBefore(_wait, _first, EdgeKind.StandsFor, AsyncEventKind.WaitBegin, of: _wait));
        Assert.True(run.HasBefore(_wait, _first, EdgeKind.StandsFor, AsyncEventKind.OperationEnd, of: _first));
    }

    [Fact]
    public async Task WaitAsync_ThatTimesOut_IsToldAndGivenUp()
    {
        var release = new TaskCompletionSource();
        EdgeRun run = await EdgeRun.CaptureAsync(async () =>
        {
            _first = Held(release.Task);
            await Assert.ThrowsAsync<TimeoutException>(() => Waiting(TimeSpan.FromMilliseconds(20)));
            release.SetResult();
            await Task.Delay(20);
        });

        Assert.True(run.HasBefore(_wait, _first, EdgeKind.StandsFor, AsyncEventKind.WaitBegin, of: _wait));
        Assert.True(run.HasBefore(_first, null, EdgeKind.Nobody, AsyncEventKind.OperationEnd, of: _first));
    }

    [Fact]
    public async Task WhenAll_OfTwo_IsAwaitedByEach()
    {
        EdgeRun run = await EdgeRun.CaptureAsync(async () =>
        {
            (_first, _second) = (Work(200), Work(300));
            await (_wait = Task.WhenAll(_first, _second));
        });

        Assert.True(run.HasBefore(_first, _wait, EdgeKind.Awaits, AsyncEventKind.OperationEnd, of: _first));
        Assert.True(run.HasBefore(_second, _wait, EdgeKind.Awaits, AsyncEventKind.OperationEnd, of: _second));
    }

    [Fact]
    public async Task WhenAny_OfTwo_TheLoserIsAwaitedByNobody()
    {
        var release = new TaskCompletionSource();
        EdgeRun run = await EdgeRun.CaptureAsync(async () =>
        {
            (_first, _second) = (Work(200), Held(release.Task));
            await (_wait = Task.WhenAny(_first, _second));
            release.SetResult();
            await Task.Delay(20);
        });

        Assert.True(run.Has(_first, _wait, EdgeKind.Awaits));
        Assert.True(run.Has(_second, null, EdgeKind.Nobody));
        Assert.False(run.Has(_second, _wait, EdgeKind.Awaits));
    }

    [Fact]
    public async Task WhenAny_OfThree_IsAwaitedByTheWinner()
    {
        EdgeRun run = await EdgeRun.CaptureAsync(async () =>
        {
            _first = Work(200);
            await (_wait = Task.WhenAny(_first, Task.Delay(Long), Task.Delay(Long)));
        });

        Assert.True(run.Has(_first, _wait, EdgeKind.Awaits));
    }

    [Fact]
    public async Task ForEachAsync_TwoAtOnce_EachWorkerWorksForItsOwn()
    {
        EdgeRun run = await EdgeRun.CaptureAsync(async () =>
        {
            var two = new ParallelOptions { MaxDegreeOfParallelism = 2 };
            _first = Parallel.ForEachAsync(Enumerable.Range(0, 4), two, async (_, _) => await Work(10));
            _second = Parallel.ForAsync(0, 4, two, async (_, _) => await Work(10));
            await Task.WhenAll(_first, _second);
        });

        (int[] each, int[] counted) = (run.To(_first, EdgeKind.WorksFor), run.To(_second, EdgeKind.WorksFor));
        Assert.Equal(run.Begun("<<ForEachAsync>b__").Order(), each.Order());
        Assert.Equal(run.Begun("<<ForAsync>b__").Order(), counted.Order());
        Assert.NotEmpty(each);
        Assert.NotEmpty(counted);
    }

    [Fact]
    public async Task WhenEach_OfTwo_TheIteratorAwaitsBothAndNotAStranger()
    {
        EdgeRun run = await EdgeRun.CaptureAsync(async () =>
        {
            (_first, _second, _wait) = (Work(300), Work(500), Work(400));
            await foreach (Task _ in Task.WhenEach(_first, _second))
                continue;
            await _wait;
        });

        int iterator = Assert.Single(run.Begun("<Iterate>"));
        Assert.Equal([_first.Id, _second.Id], run.Edges.Where(e => e.OtherId == iterator && e.Detail == (byte)EdgeKind.Awaits).Select(e => e.TaskId).Order());
    }

    [Fact]
    public async Task ContinueWith_AnAsyncMethodUnwrapped_IsToldAllAlong()
    {
        Task<Task>? continued = null;
        EdgeRun run = await EdgeRun.CaptureAsync(async () =>
        {
            _first = Work(200);
            continued = _first.ContinueWith(_ => _second = Work(200), TaskScheduler.Default);
            await (_wait = continued.Unwrap());
        });

        Assert.True(run.HasBefore(_first, continued, EdgeKind.Awaits, AsyncEventKind.OperationEnd, of: _first));
        Assert.True(run.HasBefore(continued!, _wait, EdgeKind.UnwrappedBy, AsyncEventKind.OperationEnd, of: continued!));
        Assert.True(run.HasBefore(_second, _wait, EdgeKind.Awaits, AsyncEventKind.OperationEnd, of: _second));
    }

    [Fact]
    public async Task Off_TheRuntimeIsAsBeforeAndNothingIsTold()
    {
        Assert.False(TaskMembers.KeepsTable);
        EdgeRun on = await EdgeRun.CaptureAsync(() => Work(10));
        Assert.False(TaskMembers.KeepsTable);
        Assert.Equal(0, TaskMembers.CountOfTable());

        EdgeRun off = await EdgeRun.CaptureAsync(() => Work(10), exact: false);

        Assert.NotEmpty(on.Edges);
        Assert.Empty(off.Edges);
        Assert.Equal("", CaptureHub.Instance.Edges.How);
    }

    private static async Task Work(int milliseconds) => await Task.Delay(milliseconds);

    private static async Task Held(Task release) => await release;

    private async Task Waiting(TimeSpan patience) => await (_wait = _first.WaitAsync(patience));
}
