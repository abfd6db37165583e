using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using AsyncProf.Events;

namespace AsyncProf.Capture;

/// <summary>Marks where exceptions are thrown, so that an operation that fails can say by what; only while somebody wants to know.</summary>
internal sealed class ThrownListener : IDisposable
{
    private readonly CaptureHub _hub;

    public ThrownListener(CaptureHub hub)
    {
        _hub = hub;
        AppDomain.CurrentDomain.FirstChanceException += OnThrown;
    }

    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= OnThrown;

    /// <summary>The object's own number: a reference would keep it alive.</summary>
    private static int Number(Exception? exception) => exception is null ? 0 : RuntimeHelpers.GetHashCode(exception);

    private void OnThrown(object? sender, FirstChanceExceptionEventArgs e)
    {
        if (_hub.Details is null || _hub.BufferOfThisThread() is not { } buffer || !buffer.Enter())
            return;
        try
        {
            // Thrown again, or in place of the last one: that is the one that leaves.
            bool follows = Number(e.Exception) == buffer.LastThrown || (e.Exception.InnerException is { } inner && Number(inner) == buffer.LastThrown);
            buffer.LastThrown = Number(e.Exception);
            buffer.Mark(AsyncEventKind.Thrown, follows ? (byte)1 : (byte)0, 0, _hub.Names.Intern(e.Exception.GetType().FullName ?? ""));
        }
        catch (Exception)
        {
            _hub.CountFault();
        }
        finally
        {
            buffer.Leave();
        }
    }
}
