using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Routes;

namespace AsyncProf.Capture;

/// <summary>
/// Learns from ASP.NET Core which route a request took, and names it by that. It says no when the hosting asks whether to make an activity, so it makes none that
/// nobody else asked for.
/// </summary>
internal sealed class RequestListener : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string ListenerName = "Microsoft.AspNetCore";

    /// <summary>Routing has found an endpoint; the event's value is the context.</summary>
    private const string Matched = "Microsoft.AspNetCore.Routing.EndpointMatched";

    /// <summary>The request has been answered, or has failed, and its activity is about to stop; the context is a property of the event's value.</summary>
    private const string Ended = "Microsoft.AspNetCore.Hosting.EndRequest";
    private const string Failed = "Microsoft.AspNetCore.Hosting.UnhandledException";

    /// <summary>A power of two; of two requests that fall on one place, the earlier is named twice, which costs but microseconds.</summary>
    private const int Places = 256;

    private readonly CaptureHub _hub;
    private readonly Activity?[] _named = new Activity?[Places];
    private readonly RouteNames _names;
    private readonly ConditionalWeakTable<Type, ContextReader> _readers = [];
    private readonly object _lock = new();
    private readonly IDisposable _all;
    private List<IDisposable>? _subscriptions = [];

    public RequestListener(CaptureHub hub)
    {
        _hub = hub;
        _names = new RouteNames(hub.Names);
        _all = DiagnosticListener.AllListeners.Subscribe(this); // tells of those there are, and of each that will be
    }

    /// <inheritdoc/>
    public void OnNext(DiagnosticListener value)
    {
        if (value.Name != ListenerName)
            return;
        IDisposable subscription = value.Subscribe(this, name => (_hub.IsWindowOpen || RequestSpans.AreNamed) && name is Matched or Ended or Failed);
        lock (_lock)
        {
            if (_subscriptions is { } open)
            {
                open.Add(subscription);
                return;
            }
        }

        subscription.Dispose();
    }

    /// <inheritdoc/>
    /// <remarks>What other subscribers ask for comes here too.</remarks>
    public void OnNext(KeyValuePair<string, object?> value)
    {
        bool isEnd = value.Key is Ended or Failed;
        if ((!isEnd && value.Key != Matched) || value.Value is not { } payload || !IsWanted || _hub.BufferOfThisThread() is not { } buffer || !buffer.Enter())
            return;
        try
        {
            if (!isEnd || !WasNamed(Activity.Current))
                Name(buffer, payload, isEnd);
            if (isEnd && _hub.IsWindowOpen)
                TellEnd(buffer, payload, value.Key == Failed);
        }
        catch (Exception)
        {
            _hub.CountFault(); // must not reach the app
        }
        finally
        {
            buffer.Leave();
        }
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
        // A listener that ends says nothing more.
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
        // A DiagnosticListener never reports one.
    }

    public void Dispose()
    {
        _all.Dispose();
        List<IDisposable>? open;
        lock (_lock)
        {
            open = _subscriptions;
            _subscriptions = null;
        }

        open?.ForEach(subscription => subscription.Dispose());
    }

    /// <summary>Whether the request's name serves anybody: outside of windows only a span that has none.</summary>
    private bool IsWanted => _hub.IsWindowOpen || (RequestSpans.AreNamed && RequestSpans.IsUnnamed(Activity.Current));

    /// <summary>Apart, because a lambda that captures costs its caller an object a call.</summary>
    private ContextReader MakeReader(object payload) => _readers.GetValue(payload.GetType(), _ => ContextReader.Of(payload));

    /// <summary>Whether the request whose activity this is was named when its route was found.</summary>
    private bool WasNamed(Activity? request)
    {
        if (request is null)
            return false;
        ref Activity? place = ref PlaceOf(request);
        if (Volatile.Read(ref place) != request)
            return false;
        Volatile.Write(ref place, null);
        return true;
    }

    private ref Activity? PlaceOf(Activity request) => ref _named[RuntimeHelpers.GetHashCode(request) & (Places - 1)];

    private ContextReader ReaderOf(object payload) => _readers.TryGetValue(payload.GetType(), out ContextReader? reader) ? reader : MakeReader(payload);

    /// <summary>Says of a request that it failed, as nobody but an instrumentation sets the status of its activity, and it may have none; and that it was no request that is slow or fast.</summary>
    private void TellEnd(ThreadBuffer buffer, object payload, bool hasThrown)
    {
        ContextReader reader = ReaderOf(payload);
        object context = reader.ContextOf(payload);
        if (reader.Shape is not { } shape || shape.FeaturesOf(context) is not { } features)
            return;
        int status = shape.StatusOf(features);
        Activity? activity = RequestOf(shape, features);
        EntryNews news = (hasThrown || status >= 500 ? EntryNews.Failed : 0) | (LastingRequests.Includes(status, shape.MethodOf(features), shape.ContentTypeOf(context), activity) ? EntryNews.Lasting : 0);
        if (news != EntryNews.None)
            buffer.Mark(AsyncEventKind.EntryName, (byte)news, activity is null ? 0 : EntryListener.Key(activity, out _));
    }

    private static Activity? RequestOf(ContextShape shape, object features) => Activity.Current is { OperationName: EntryListener.IncomingRequest } current ? current : shape.ActivityOf(features);

    private void Name(ThreadBuffer buffer, object payload, bool isEnd)
    {
        ContextReader reader = ReaderOf(payload);
        if (reader.Shape is not { } shape)
            return;
        object features = shape.FeaturesOf(reader.ContextOf(payload));
        string method = shape.MethodOf(features);
        RouteName? route = null;
        bool isOnErrorPage = shape.IsOnErrorPage(features); // only the first endpoint is the request's own, and where there was none before, it has none
        int name = !isOnErrorPage && shape.EndpointOf(features) is { } endpoint ? _names.Matched(endpoint, method, out route) : NameTable.NoneId;
        if (name == NameTable.NoneId)
        {
            if (!isEnd && !isOnErrorPage)
                return; // an endpoint without a route: what it answers will tell
            name = _names.Unmatched(method, shape.PathOf(features), isServed: !isOnErrorPage && (shape.StatusOf(features) is < 400 or >= 500));
        }

        Activity? activity = RequestOf(shape, features);
        if (activity is null)
            _hub.Hosting.Tell(hasActivity: false);
        else if (!isEnd && _hub.IsWindowOpen)
            Volatile.Write(ref PlaceOf(activity), activity);
        if (_hub.IsWindowOpen)
            buffer.Mark(AsyncEventKind.EntryName, (byte)(route?.News ?? EntryNews.None), activity is null ? 0 : EntryListener.Key(activity, out _), name);
        if (activity is not null && RequestSpans.AreNamed)
            RequestSpans.Name(activity, _hub.Names[name], route?.Path, isEnd);
    }
}
