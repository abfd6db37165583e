using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace AsyncProf.Access;

/// <summary>
/// Who may ask. Where the app says it by a policy, the app decides. Otherwise only who calls from this machine by a local name, not who came through a proxy on it, and no page of another site, whose name may have been
/// made to point here; or who reaches the port that the app keeps for this.
/// </summary>
internal static class LocalUnlessAuthorized
{
    /// <summary>By these a proxy says for whom it calls. Middleware that believes it renames the first to the second, and puts there as the caller who is named in them: that may be anybody.</summary>
    private static readonly string[] ProxyPrefixes = ["X-Forwarded-", "X-Original-"];

    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Real-IP", "Via"];

    /// <summary>Lets an answer be given only to those who may ask.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="openPort">The port at which everybody may ask; null for none.</param>
    public static RequestDelegate Guard(RequestDelegate answer, int? openPort) => context =>
        IsDecidedByApp(context) || context.Connection.LocalPort == openPort || IsLocal(context)
            ? answer(context)
            : Answer.WriteAsync(context, StatusCodes.Status403Forbidden, "Only calls from this machine are answered. To let others in, add RequireAuthorization() to MapAsyncProf(), or set its option OpenPort.");

    /// <summary>Only what routing itself refuses to go past unchecked counts: it fails where the app uses no authorization.</summary>
    private static bool IsDecidedByApp(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata && (metadata.GetMetadata<IAuthorizeData>() is not null || metadata.GetMetadata<IAllowAnonymous>() is not null);

    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && IsLocalConnection(context)
        && IsLocalName(context.Request.Host.Host)
        && !HttpProtocol.IsHttp10(context.Request.Protocol) // as a proxy speaks it that was told nothing else, and then says no more of itself
        && !context.Request.Headers.Keys.Any(IsOfProxy)
        && context.Request.Headers["Sec-Fetch-Site"] != "cross-site";

    /// <summary>Whether the connection itself, where it can be seen, is of this machine, whatever middleware took for the caller: where there was no address, it leaves no trace of that.</summary>
    private static bool IsLocalConnection(HttpContext context) =>
        context.Features.Get<IConnectionNamedPipeFeature>() is null
        && (context.Features.Get<IConnectionSocketFeature>() is not { } connection || (RemoteEnd(connection.Socket) is IPEndPoint end && IPAddress.IsLoopback(end.Address)));

    private static EndPoint? RemoteEnd(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint;
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            return null; // the connection has ended meanwhile: nobody is there to be let in
        }
    }

    private static bool IsOfProxy(string header) =>
        ProxyHeaders.Contains(header, StringComparer.OrdinalIgnoreCase) || ProxyPrefixes.Any(prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static bool IsLocalName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out IPAddress? address) && IPAddress.IsLoopback(address));
}
