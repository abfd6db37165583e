namespace AsyncProf.Usage;

/// <summary>Where a machine that yields goes on: on its own thread, on which nothing of the app's can run in between. It allocates nothing.</summary>
internal sealed class TrialContext : SynchronizationContext
{
    private SendOrPostCallback? _next;
    private object? _state;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => (_next, _state) = (d, state);

    /// <summary>Runs what was posted, and what that posts, until there is nothing more.</summary>
    public void Run()
    {
        while (_next is { } next)
        {
            _next = null;
            next(_state);
        }
    }
}
