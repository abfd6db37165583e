using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Symbols;

namespace AsyncProf.Capture;

/// <summary>
/// Marks where entries start and stop: activities of kind Server or Consumer, and Internal ones without a local parent.
/// It listens without sampling, so it makes no activity that nobody else asked for.
/// </summary>
internal sealed class EntryListener : IDisposable
{
    /// <summary>HttpClient makes these where no tracing asks for them, as Internal; they are outgoing calls all the same.</summary>
    private const string OutgoingRequest = "System.Net.Http.HttpRequestOut";

    /// <summary>What ASP.NET Core calls the activity of a request.</summary>
    public const string IncomingRequest = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    private const int MaximumNames = 8192;

    private readonly CaptureHub _hub;
    private readonly ActivityListener _listener;
    private int _names;

    public EntryListener(CaptureHub hub)
    {
        _hub = hub;
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name != "AsyncProf",
            ActivityStarted = OnStarted,
            ActivityStopped = OnStopped,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>The span id; where ids are not W3C's, the object's own number.</summary>
    public static long Key(Activity activity, out bool isW3C)
    {
        isW3C = activity.IdFormat == ActivityIdFormat.W3C;
        if (!isW3C)
            return RuntimeHelpers.GetHashCode(activity);
        return Number(activity.SpanId);
    }

    private static long Number(ActivitySpanId id)
    {
        Span<byte> span = stackalloc byte[8];
        id.CopyTo(span);
        return BinaryPrimitives.ReadInt64BigEndian(span);
    }

    private static bool IsEntry(Activity activity) => activity.Kind switch
    {
        ActivityKind.Server or ActivityKind.Consumer => true,
        ActivityKind.Internal => activity.Parent is null && activity.OperationName != OutgoingRequest,
        _ => false,
    };

    private static EntryFlags Flags(Activity activity) => EntryFlags.Request
        | (activity.Recorded ? EntryFlags.Recorded : 0)
        | (IsExported(activity) ? EntryFlags.Exported : 0)
        | (activity.Status == ActivityStatusCode.Error ? EntryFlags.Error : 0);

    /// <summary>Only where a listener asks for it is an activity made by a source. The flag alone may be the caller's.</summary>
    private static bool IsExported(Activity activity) => activity.Recorded && activity.Source.Name.Length > 0;

    /// <summary>The server's activity without a name of its own: ASP.NET Core's constant one, or, from .NET 11 on and with OpenTelemetry, the method alone.</summary>
    private static bool IsUnnamed(Activity activity) => activity.OperationName == IncomingRequest
        && (activity.DisplayName is var name && (name == IncomingRequest || RequestMethods.IsKnown(name)));

    private void OnStarted(Activity activity)
    {
        if (!_hub.IsWindowOpen)
            return;
        bool isEntry = IsEntry(activity);
        if (activity.OperationName == IncomingRequest)
            _hub.Hosting.Tell(isEntry);
        if (!isEntry || _hub.BufferOfThisThread() is not { } buffer || !buffer.Enter())
            return;
        try
        {
            _hub.Uses.BeforeMark(buffer);
            buffer.Mark(AsyncEventKind.EntryStart, (byte)Flags(activity), Key(activity, out _), scope: ScopeFlow.Current);
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

    private void OnStopped(Activity activity)
    {
        if (activity.Recorded)
            _hub.Recorded.Increment();
        bool isEntry = IsEntry(activity);
        bool isOpen = _hub.IsWindowOpen;
        if (isEntry && activity.Recorded && !(isOpen && _hub.IsInside(activity)))
        {
            _hub.Outside.Increment();
            if (_hub.Details is not null && activity.IdFormat == ActivityIdFormat.W3C)
                RequestDetails.TellOutside(activity);
            return; // the window in which it began has been cut, if there was one
        }

        if (!isOpen)
            return;
        if ((!isEntry && !IsChild(activity)) || _hub.BufferOfThisThread() is not { } buffer || !buffer.Enter())
            return;
        try
        {
            if (isEntry)
                Stop(activity, buffer);
            else
                StopChild(activity, buffer);
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

    /// <summary>All that is told bears one time, that of the first mark.</summary>
    private void Stop(Activity activity, ThreadBuffer buffer)
    {
        _hub.Uses.BeforeMark(buffer);
        buffer.Mark(AsyncEventKind.EntryDetail, (byte)EntryDetailKind.StartUtc, activity.StartTimeUtc.Ticks);
        Detail(buffer, EntryDetailKind.Duration, activity.Duration.Ticks);
        long key = Key(activity, out bool isW3C);
        EntryFlags flags = Flags(activity) | (IsUnnamed(activity) ? EntryFlags.Unnamed : 0);
        if (isW3C)
        {
            Span<byte> trace = stackalloc byte[16];
            activity.TraceId.CopyTo(trace);
            Detail(buffer, EntryDetailKind.TraceHigh, BinaryPrimitives.ReadInt64BigEndian(trace));
            Detail(buffer, EntryDetailKind.TraceLow, BinaryPrimitives.ReadInt64BigEndian(trace[8..]));
            if (activity.Recorded && activity.Source.Name.Length == 0 && activity.ParentSpanId is var parent && parent != default)
                Detail(buffer, EntryDetailKind.Parent, Number(parent));
            if (activity.Recorded && _hub.Details?.Stop(activity, key) == true)
                flags |= EntryFlags.Promised;
        }

        buffer.MarkAlso(AsyncEventKind.EntryStop, (byte)flags, key, NameOf(activity));
    }

    /// <summary>The number of its name. Apps make up names of activities, from whatever they were asked; these must not use up the names of methods.</summary>
    private int NameOf(Activity activity)
    {
        int known = _hub.Names.Known(activity.DisplayName);
        if (known != NameTable.NoneId || activity.DisplayName.Length == 0)
            return known;
        return Volatile.Read(ref _names) < MaximumNames && Interlocked.Increment(ref _names) <= MaximumNames ? _hub.Names.Intern(activity.DisplayName) : NameTable.OtherId;
    }

    /// <summary>A span that hangs in the same trace as what it was started in, and that somebody will see.</summary>
    private bool IsChild(Activity activity) => activity is { Recorded: true, Parent: not null, IdFormat: ActivityIdFormat.W3C } && _hub.Details is not null;

    private static void StopChild(Activity activity, ThreadBuffer buffer)
    {
        Span<byte> trace = stackalloc byte[16];
        activity.TraceId.CopyTo(trace);
        buffer.Mark(AsyncEventKind.ChildStop, 0, Key(activity, out _), BinaryPrimitives.ReadInt32BigEndian(trace[12..]));
    }

    private static void Detail(ThreadBuffer buffer, EntryDetailKind which, long value) =>
        buffer.MarkAlso(AsyncEventKind.EntryDetail, (byte)which, value);
}
