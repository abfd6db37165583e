using System.Runtime.InteropServices;

namespace AsyncProf.Cli.Output;

/// <summary>Ctrl+C, SIGTERM and the end of a terminal end a command in order, however long that takes; a second one ends the process.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal)];

    /// <summary>The first that came; null if none has.</summary>
    public PosixSignal? First { get; private set; }

    /// <summary>The number of a signal on Unix, to which shells add 128.</summary>
    public static int NumberOf(PosixSignal signal) => signal switch { PosixSignal.SIGHUP => 1, PosixSignal.SIGINT => 2, _ => 15 };

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_stop.IsCancellationRequested)
            return;
        context.Cancel = true;
        First = context.Signal;
        _stop.Cancel();
    }
}
