using System.Collections.ObjectModel;
using System.Diagnostics.Tracing;
using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Symbols;

namespace AsyncProf.Capture;

/// <summary>
/// Listens to the Task Parallel Library and, where no activities are made, to ASP.NET Core's own request events.
/// A callback writes one struct to its thread's buffer: it allocates nothing, takes no lock, and never throws into the app.
/// </summary>
internal sealed class TplListener : EventListener
{
    /// <summary>Events 7, 10, 12 and 14 to 18. Never mask 0, 0x80 or 0x100: they change how the process behaves.</summary>
    private const EventKeywords TplKeywords = (EventKeywords)0x39;
    private const string TplName = "System.Threading.Tasks.TplEventSource";
    private const string HostingName = "Microsoft.AspNetCore.Hosting";

    private readonly CaptureHub? _hub;
    private readonly RequestTemplates? _requestNames;
    private readonly List<EventSource> _early = [];
    private EventSource? _tpl;
    private EventSource? _hosting;

    public TplListener(CaptureHub hub)
    {
        _requestNames = new RequestTemplates(hub.Names);
        _hub = hub;

        // The base constructor has already reported the sources there are, before any field was set.
        EventSource[] early;
        lock (_early)
            early = [.. _early];
        foreach (EventSource source in early)
            Enable(source);
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is not (TplName or HostingName))
            return;
        if (Volatile.Read(ref Unsafe.AsRef(in _hub)) is null)
        {
            lock (_early)
                _early.Add(eventSource);
            return;
        }

        Enable(eventSource);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (_hub is not { } hub || hub.BufferOfThisThread() is not { } buffer || !buffer.Enter())
            return;
        try
        {
            if (eventData.EventSource == _tpl)
                OnTpl(hub, buffer, eventData.EventId, eventData.Payload!);
            else if (eventData.EventSource == _hosting)
                OnHosting(buffer, eventData);
        }
        catch (Exception)
        {
            hub.CountFault(); // whatever it was, it is not the app's affair
        }
        finally
        {
            buffer.Leave();
        }
    }

    private static void OnTpl(CaptureHub hub, ThreadBuffer buffer, int id, ReadOnlyCollection<object?> payload)
    {
        if (id is not (7 or 10 or 12 or >= 14 and <= 18))
            return; // another listener asked for more
        ref AsyncEvent e = ref buffer.Reserve((AsyncEventKind)id);
        if (Unsafe.IsNullRef(ref e))
            return;
        switch (id)
        {
            case 7:
                e.TaskId = Int(payload[2]);
                e.OtherId = Int(payload[3]);
                e.Extra = Int(payload[1]);
                break;
            case 10:
                e.TaskId = Int(payload[2]);
                e.OtherId = Int(payload[4]);
                e.Extra = Int(payload[1]);
                e.Detail = (byte)Int(payload[3]);
                break;
            case 12:
                e.TaskId = Int(payload[2]);
                e.Extra = Int(payload[1]);
                break;
            case 14:
                e.TaskId = Int(payload[0]);
                e.Extra = hub.Resolver.Resolve(hub.Names, hub.Names.Intern(payload[1] as string));
                e.Scope = ScopeFlow.Current;
                break;
            case 18:
                e.Detail = (byte)Int(payload[0]);
                break;
            default: // 15, 16, 17
                e.TaskId = Int(payload[0]);
                e.Detail = (byte)Int(payload[1]);
                break;
        }

        buffer.Publish();
    }

    private void OnHosting(ThreadBuffer buffer, EventWrittenEventArgs eventData)
    {
        // 3 RequestStart(method, path), 4 RequestStop(): raised on the request's own thread.
        if (eventData.EventId is not (3 or 4))
            return;
        bool start = eventData.EventId == 3;
        ref AsyncEvent e = ref buffer.Reserve(start ? AsyncEventKind.RequestStart : AsyncEventKind.RequestStop);
        if (Unsafe.IsNullRef(ref e))
            return;
        if (start && eventData.Payload is { Count: >= 2 } payload)
            e.Extra = _requestNames!.Name(payload[0] as string ?? "", payload[1] as string ?? "");
        e.Scope = ScopeFlow.Current;
        buffer.Publish();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Int(object? boxed) => boxed is int value ? value : Convert.ToInt32(boxed, System.Globalization.CultureInfo.InvariantCulture);

    private void Enable(EventSource source)
    {
        if (source.Name == TplName)
        {
            _tpl = source;
            EnableEvents(source, EventLevel.Informational, TplKeywords);
        }
        else
        {
            _hosting = source;
            EnableEvents(source, EventLevel.Informational, EventKeywords.None);
        }
    }
}
