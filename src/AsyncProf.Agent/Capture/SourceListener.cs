using System.Diagnostics.Tracing;

namespace AsyncProf.Capture;

/// <summary>Listens to one event source of the process, whether it is there already or comes later, from when <see cref="Begin"/> is called.</summary>
/// <param name="name">The name of the source.</param>
/// <param name="keywords">What is asked of it; 0 for all.</param>
/// <param name="level">How much is.</param>
internal abstract class SourceListener(string name, long keywords, EventLevel level = EventLevel.Informational) : EventListener
{
    // Assigned before the base constructor runs, which reports the sources that there are.
    private readonly string _name = name;
    private readonly object _lock = new();
    private EventSource? _found;
    private bool _hasBegun;

    /// <summary>To be called when all fields are set.</summary>
    protected void Begin()
    {
        EventSource? found;
        lock (_lock)
        {
            _hasBegun = true;
            found = _found;
        }

        if (found is not null)
            Enable(found);
    }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name != _name)
            return;
        lock (_lock)
        {
            _found = eventSource;
            if (!_hasBegun)
                return;
        }

        Enable(eventSource);
    }

    private void Enable(EventSource source) => EnableEvents(source, level, (EventKeywords)keywords);
}
