using System.Diagnostics;
using System.Net.Sockets;
using AsyncProf.Decoding;
using AsyncProf.Decoding.Stacks;
using AsyncProf.Events.Batches;
using AsyncProf.Recording.Processes;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording.Bursts;

/// <summary>
/// Looks now and then, while a process is recorded, which methods stand behind names that several of them have: about once a second while that teaches something,
/// less often later. What goes wrong ends it; the recording goes on.
/// </summary>
internal sealed class StackBursts : IDisposable
{
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), Starting = TimeSpan.FromMilliseconds(500);

    private readonly int _pid;
    private readonly CancellationTokenSource _stop = new();
    private readonly BurstPace _pace = new();
    private readonly SampledStacks _samples = new();
    private readonly DiskModules _modules = new();
    private readonly Task _running;

    private StackBursts(int pid, TimeSpan delay)
    {
        _pid = pid;
        _running = Task.Run(() => RunAsync(delay));
    }

    /// <summary>Begins.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="isStarting">Whether it is about to run its first instruction: there is little to see yet, and it must be let go first.</param>
    public static StackBursts Start(int pid, bool isStarting) => new(pid, isStarting ? Starting : TimeSpan.Zero);

    /// <summary>Ends it; returns what was seen, null if that was nothing, or the process does not let go.</summary>
    public async Task<SampledStacks?> StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_running, Task.Delay(LastPatience));
        return !_running.IsCompleted || _samples.Samples.Count == 0 ? null : _samples;
    }

    /// <summary>Ends it, and does not wait for that.</summary>
    public void Dispose() => _stop.Cancel();

    private async Task RunAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, _stop.Token);
            var client = new RuntimeClient(_pid);
            var burst = new StackBurst(client);
            await AskForMethodsAsync(client);
            while (_modules.Index.AmbiguousMachines().Count > 0)
            {
                long begun = Stopwatch.GetTimestamp();
                if (OperatingSystem.IsLinux() && ProcFiles.StateOf(_pid) is 'T' or 't')
                    return; // it could not answer, and the session would stay open
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                patience.CancelAfter(Patience);
                Take(await burst.RunAsync(_pace.Length, patience.Token));
                TimeSpan left = _pace.Interval - Stopwatch.GetElapsedTime(begun);
                await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, _stop.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or TimeoutException
            or InvalidDataException or BatchFormatException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // It is over, the process has ended, or it does not answer: what was seen so far counts.
        }
        finally
        {
            _modules.Dispose();
        }
    }

    private async Task AskForMethodsAsync(RuntimeClient client)
    {
        var rundown = new RundownReader();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(Patience);
        await CompiledMethods.AskAsync(
            client,
            (provider, id, _, _, payload) =>
            {
                rundown.Take(provider, id, payload);
                _samples.Methods.Take(provider, id, payload);
            },
            patience.Token);
        foreach (string module in rundown.Modules)
            _modules.Add(module);
    }

    private void Take(ReadOnlyMemory<byte> stream)
    {
        var seen = new BurstNames(_modules.Index, _samples);
        StackedEvents.Read(stream.Span, seen.Take);
        _pace.Took(seen.Beginnings, seen.Ticks, seen.New);
    }
}
