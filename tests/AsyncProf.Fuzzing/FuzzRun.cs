using System.Diagnostics;

namespace AsyncProf.Fuzzing;

/// <summary>Gives mutated inputs to a target, one after the other, and watches what each does.</summary>
/// <param name="target">The target.</param>
/// <param name="seed">The same seed gives the same inputs.</param>
internal sealed class FuzzRun(IFuzzTarget target, int seed)
{
    /// <summary>How long an input may take.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(5);

    /// <summary>How long it may take without a processor's help.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>How large the heap may get, in bytes: twice what reading may take, for garbage lies in it too.</summary>
    public const long LargestHeap = 1L << 30;

    private const int MostFailures = 20, LookEveryMs = 5, StackBytes = 1 << 20;

    private readonly List<FuzzFailure> _failures = [];
    private readonly Random _random = new(seed);
    private volatile byte[]? _current;
    private long _since;
    private long _cpuSince;
    private int _number;
    private int _refused;
    private long _largest;

    /// <summary>Runs until so many inputs were taken, or the time is up.</summary>
    /// <param name="inputs">How many.</param>
    /// <param name="time">How long at most; null for as long as it takes.</param>
    public FuzzResult Run(int inputs, TimeSpan? time = null)
    {
        var watch = Stopwatch.StartNew();
        return Watch(() =>
        {
            for (; _number < inputs && _failures.Count < MostFailures && !(watch.Elapsed > time); _number++)
                Take(target.Mutate(_random));
        });
    }

    /// <summary>Takes inputs that are there.</summary>
    public FuzzResult Replay(IReadOnlyList<byte[]> inputs) => Watch(() =>
    {
        for (; _number < inputs.Count; _number++)
            Take(inputs[_number]);
    });

    /// <summary>Runs something on a thread of its own, with the stack of any main thread, and watches it.</summary>
    private FuzzResult Watch(Action run)
    {
        var watch = Stopwatch.StartNew();
        var thread = new Thread(() => run(), StackBytes) { IsBackground = true, Name = "inputs" };
        thread.Start();
        while (!thread.Join(LookEveryMs))
        {
            byte[]? current = _current;
            long heap = GC.GetTotalMemory(forceFullCollection: false);
            if (heap > _largest)
                _largest = heap;
            if (current is null || !IsTooLong() || current != _current)
                continue;
            _failures.Add(new FuzzFailure(FuzzFailureKind.Hang, _number, current, $"it has taken longer than {LongestTime.TotalSeconds:0} s"));
            break; // nothing ends a thread that does not end
        }

        return new FuzzResult(target.Name, seed, _number, _refused, _failures, _largest, watch.Elapsed);
    }

    /// <summary>Whether the current input has had a processor for too long, or waits for what never comes. A machine may have other work to do.</summary>
    private bool IsTooLong()
    {
        TimeSpan time = Stopwatch.GetElapsedTime(Volatile.Read(ref _since)), cpu = Environment.CpuUsage.TotalTime - TimeSpan.FromTicks(Volatile.Read(ref _cpuSince));
        return time > LongestTime && (cpu > LongestTime || time > LongestWait);
    }

    private void Take(byte[] input)
    {
        if (GC.GetTotalMemory(forceFullCollection: false) > LargestHeap / 4)
            GC.Collect(); // what others left is not this one's
        Volatile.Write(ref _since, Stopwatch.GetTimestamp());
        Volatile.Write(ref _cpuSince, Environment.CpuUsage.TotalTime.Ticks);
        _current = input;
        try
        {
            target.Take(input);
        }
        catch (Exception exception) when (target.IsExpected(exception))
        {
            _refused++;
        }
        catch (Exception exception)
        {
            _failures.Add(new FuzzFailure(FuzzFailureKind.Crash, _number, input, exception.ToString()));
        }

        _current = null;
        if (Math.Max(_largest, GC.GetTotalMemory(forceFullCollection: false)) <= LargestHeap)
            return;
        _failures.Add(new FuzzFailure(FuzzFailureKind.Memory, _number, input, $"the heap has grown to {_largest >> 20} MiB"));
        GC.Collect();
        _largest = 0;
    }
}
