using System.Diagnostics;

namespace AsyncProf.Routes;

/// <summary>Tells by what is known when a request ends whether it was a connection or a stream, which lasts as long as somebody stays connected.</summary>
internal static class LastingRequests
{
    /// <summary>SignalR says this of connections of any of its transports.</summary>
    private const string LongRunning = "http.long_running";

    /// <summary>Whether it was one: of another protocol from its upgrade on (a WebSocket), a tunnel (a WebSocket over HTTP/2 as well), events that the server sends, or what says so itself.</summary>
    /// <param name="status">The status of the answer.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="contentType">The content of the answer.</param>
    /// <param name="activity">What stands for the request; null for nothing.</param>
    public static bool Includes(int status, string method, string? contentType, Activity? activity) =>
        status == 101
        || method.Equals("CONNECT", StringComparison.OrdinalIgnoreCase)
        || (contentType is not null && contentType.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase))
        || activity?.GetTagItem(LongRunning) is not null;
}
