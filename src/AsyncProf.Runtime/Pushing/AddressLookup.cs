using System.Net;
using AsyncProf.Capture;

namespace AsyncProf.Pushing;

/// <summary>
/// Finds a server's addresses, for as long as somebody waits for them. The system's own look-up cannot be given up; so it has a thread of its own, one at a time, which is left behind. On the pushing thread only.
/// </summary>
/// <param name="host">The server's name, or its address.</param>
/// <param name="find">The system's look-up.</param>
internal sealed class AddressLookup(string host, Func<string, IPAddress[]> find)
{
    private Lookup? _running;

    /// <summary>The addresses, as they are now.</summary>
    /// <param name="end">Gives it up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    /// <exception cref="Exception">The system's look-up failed.</exception>
    public IPAddress[] Find(CancellationToken end)
    {
        if (IPAddress.TryParse(host, out IPAddress? address))
            return [address];
        _running ??= new Lookup(host, find);
        WaitHandle.WaitAny([_running.Ended, end.WaitHandle]);
        end.ThrowIfCancellationRequested();
        Lookup ended = _running;
        _running = null;
        return ended.Result();
    }

    private sealed class Lookup
    {
        private readonly ManualResetEvent _ended = new(initialState: false);
        private IPAddress[] _found = [];
        private Exception? _failure;

        public Lookup(string host, Func<string, IPAddress[]> find) => new Thread(() => Run(host, find)) { IsBackground = true, Name = "AsyncProf look-up" }.UnsafeStart();

        public WaitHandle Ended => _ended;

        public IPAddress[] Result()
        {
            _ended.Dispose();
            return _failure is null ? _found : throw _failure;
        }

        private void Run(string host, Func<string, IPAddress[]> find)
        {
            CaptureHub.ExcludeThisThread();
            try
            {
                _found = find(host);
            }
            catch (Exception exception)
            {
                _failure = exception;
            }

            _ended.Set();
        }
    }
}
