using AsyncProf.Capture;
using BenchmarkDotNet.Attributes;

namespace AsyncProf.Benchmarks.Capture;

/// <summary>
/// What the callback costs: a chain of three async methods that suspend on a task and go on when it completes, all on one thread, 22 events.
/// The same chain with nobody listening, with a listener that does nothing, with the capture by a listener, with the capture past the dispatch to listeners, and with one that also looks for exact edges, or measures what threads allocate, or use of the processors.
/// </summary>
[MemoryDiagnoser]
public class CaptureBenchmarks
{
    private EmptyListener? _empty;
    private IDisposable? _capture;
    private Thread? _reader;
    private volatile bool _stop;

    [Params("off", "empty listener", "listener", "direct", "exact edges", "allocations", "processors")]
    public string Listening { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        if (Listening == "empty listener")
            _empty = new EmptyListener();
        if (Listening is "off" or "empty listener")
            return;
        CaptureHub.Instance.Mode = Listening == "listener" ? CaptureMode.Listener : CaptureMode.Direct;
        _capture = CaptureHub.Instance.Start(exactEdges: Listening == "exact edges", measured: Listening switch { "allocations" => MeasuredUse.Allocations, "processors" => MeasuredUse.Cpu, _ => MeasuredUse.None });
        if (Listening != "listener" && CaptureHub.Instance.Intake.How != TplIntake.Directly)
            throw new InvalidOperationException(CaptureHub.Instance.Intake.How);
        _reader = new Thread(ReturnChunks) { IsBackground = true };
        _reader.Start();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _empty?.Dispose();
        _capture?.Dispose();
        _stop = true;
        _reader?.Join();
    }

    [Benchmark]
    public bool Chain()
    {
        var source = new TaskCompletionSource();
        Task outer = Outer(source.Task);
        source.SetResult();
        return outer.IsCompletedSuccessfully;
    }

    private static async Task Outer(Task task) => await Middle(task);

    private static async Task Middle(Task task) => await Inner(task);

    private static async Task Inner(Task task) => await task;

    /// <summary>What the pipeline does with chunks, without reading them.</summary>
    private void ReturnChunks()
    {
        CaptureHub.ExcludeThisThread();
        while (!_stop)
        {
            while (CaptureHub.Instance.Pool.Full.TryRead(out EventChunk? chunk))
                CaptureHub.Instance.Pool.Return(chunk);
            Thread.Sleep(1);
        }
    }
}
