using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace AsyncProf.Access;

/// <summary>
/// Who may ask. Where the app says it by a policy, the app decides. Otherwise only who calls from this machine by a local name: not who came through a proxy on it, and no page of another site, whose name may have been
/// made to point here.
/// </summary>
internal static class LocalUnlessAuthorized
{
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    /// <summary>Lets an answer be given only to those who may ask.</summary>
    public static RequestDelegate Guard(RequestDelegate answer) => context =>
        IsDecidedByApp(context) || IsLocal(context)
            ? answer(context)
            : Answer.WriteAsync(context, StatusCodes.Status403Forbidden, "Only calls from this machine are answered. To let others in, add RequireAuthorization() to MapAsyncProf().");

    private static bool IsDecidedByApp(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata
        && (metadata.GetMetadata<IAuthorizeData>() ?? metadata.GetMetadata<AuthorizationPolicy>() ?? metadata.GetMetadata<IAuthorizationRequirementData>() ?? (object?)metadata.GetMetadata<IAllowAnonymous>()) is not null;

    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && IsLocalName(context.Request.Host.Host)
        && !ProxyHeaders.Any(context.Request.Headers.ContainsKey)
        && context.Request.Headers["Sec-Fetch-Site"] != "cross-site";

    private static bool IsLocalName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out IPAddress? address) && IPAddress.IsLoopback(address));
}
