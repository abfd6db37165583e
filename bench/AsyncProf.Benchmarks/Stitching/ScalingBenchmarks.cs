using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using BenchmarkDotNet.Attributes;

namespace AsyncProf.Benchmarks.Stitching;

/// <summary>
/// What a program's shape costs: a chain of awaits that completes inline, a join of many, and many operations pending at once. Each with attribution
/// and profile, and a new engine, so that what is allocated is what the operations take while they are pending. Linear if the time grows as the count.
/// </summary>
[MemoryDiagnoser]
public class ScalingBenchmarks
{
    private readonly NameTable _names = new();
    private AsyncEvent[] _events = [];
    private Stitcher _stitcher = null!;
    private ThreadWork _thread = null!;

    [Params("depth 1,000", "depth 10,000", "fan-out 10,000", "fan-out 100,000", "pending 100,000", "pending 1,000,000")]
    public string Program { get; set; } = "";

    [GlobalSetup]
    public void Build()
    {
        string[] parts = Program.Split(' ');
        int count = int.Parse(parts[1], System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
        _events = [.. parts[0] switch { "depth" => Depth(count), "fan-out" => FanOut(count), _ => Pending(count) }];
    }

    [IterationSetup]
    public void Reset()
    {
        var methods = new MethodTable(_names, new MetadataIndex());
        _stitcher = new AsyncEngine(_names, methods, new ProfileBuilder(_names, methods, new TickClock(1000)), new StitcherLimits { GraceTicks = 5 }).Stitcher;
        _thread = _stitcher.Thread(1);
    }

    [Benchmark]
    public long Process()
    {
        foreach (AsyncEvent e in _events)
            _stitcher.Process(_thread, e);
        return _stitcher.Counts.Ended;
    }

    private IEnumerable<AsyncEvent> Depth(int count)
    {
        int method = _names.Intern("Async: <Deep>d__0"), delay = _names.Intern("Task.Delay");
        long time = 1;
        yield return AsyncEvent.OperationBegin(time, 1, delay);
        for (int id = 2; id <= count + 1; id++)
        {
            yield return AsyncEvent.OperationBegin(++time, id, method);
            yield return AsyncEvent.WaitBegin(time, id - 1, id, WaitBehavior.Asynchronous);
        }

        yield return AsyncEvent.WorkBegin(++time, 1, TaskWork.CompletionNotification);
        for (int id = 2; id <= count + 1; id++)
        {
            yield return AsyncEvent.WorkBegin(++time, id, TaskWork.Execution);
            yield return AsyncEvent.OperationEnd(++time, id, OperationStatus.Completed);
            yield return AsyncEvent.WorkBegin(time, id, TaskWork.CompletionNotification);
        }

        for (int id = 2; id <= count + 1; id++)
        {
            yield return AsyncEvent.WorkEnd(++time, TaskWork.CompletionNotification);
            yield return AsyncEvent.WorkEnd(time, TaskWork.Execution);
        }

        yield return AsyncEvent.WorkEnd(++time, TaskWork.CompletionNotification);
        yield return AsyncEvent.OperationBegin(time + 100, 0x7000000, delay); // lets the grace of the last run out
    }

    private IEnumerable<AsyncEvent> FanOut(int count)
    {
        int child = _names.Intern("Async: <Child>d__0"), all = _names.Intern("Task.WhenAll"), parent = _names.Intern("Async: <Parent>d__0");
        long time = 1;
        for (int id = 10; id < count + 10; id++)
            yield return AsyncEvent.OperationBegin(++time, id, child);
        yield return AsyncEvent.OperationBegin(++time, 2, all);
        yield return AsyncEvent.OperationBegin(time, 1, parent);
        yield return AsyncEvent.WaitBegin(time, 2, 1, WaitBehavior.Asynchronous);
        for (int id = 10; id < count + 10; id++)
        {
            yield return AsyncEvent.WorkBegin(++time, id, TaskWork.Execution);
            yield return AsyncEvent.OperationEnd(++time, id, OperationStatus.Completed);
            yield return AsyncEvent.WorkBegin(time, id, TaskWork.CompletionNotification);
            yield return AsyncEvent.Relation(time, 2, TaskRelation.All);
            yield return AsyncEvent.WorkEnd(time, TaskWork.CompletionNotification);
            yield return AsyncEvent.WorkEnd(++time, TaskWork.Execution);
        }

        yield return AsyncEvent.OperationEnd(++time, 2, OperationStatus.Completed);
        yield return AsyncEvent.WorkBegin(++time, 1, TaskWork.Execution);
        yield return AsyncEvent.OperationEnd(++time, 1, OperationStatus.Completed);
        yield return AsyncEvent.WorkEnd(time, TaskWork.Execution);
        yield return AsyncEvent.OperationBegin(time + 100, 0x7000000, all);
    }

    private IEnumerable<AsyncEvent> Pending(int count)
    {
        int method = _names.Intern("Async: <Pending>d__0");
        long time = 1;
        for (int id = 1; id <= count; id++)
            yield return AsyncEvent.OperationBegin(++time, id, method);
        for (int id = 1; id <= count; id++)
        {
            yield return AsyncEvent.WorkBegin(++time, id, TaskWork.Execution);
            yield return AsyncEvent.OperationEnd(++time, id, OperationStatus.Completed);
            yield return AsyncEvent.WorkEnd(++time, TaskWork.Execution);
        }

        yield return AsyncEvent.OperationBegin(time + 100, 0x7000000, method);
    }
}
