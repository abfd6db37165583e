using System.Diagnostics.CodeAnalysis;
using AsyncProf;
using AsyncProf.Access;
using AsyncProf.Answers;
using AsyncProf.Windows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Lets async profiles of an app be fetched from it.</summary>
public static class AsyncProfEndpointRouteBuilderExtensions
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Output caching answers before an endpoint is asked who may ask. Of all that it goes by, base policies and <c>CacheOutput</c>, this comes last and so holds.</summary>
    private static readonly OutputCacheAttribute NeverKept = new() { NoStore = true };

    /// <summary>
    /// Maps an endpoint that profiles of this app are fetched from: an index, <c>profile</c> (pprof), <c>report</c> (a page), <c>tree</c> (text), <c>status</c> (JSON) and <c>slow</c> (text) below it, and the
    /// profile where Go's profiles are. While nobody asks, nothing is recorded for it.
    /// </summary>
    /// <remarks>
    /// Without a policy of authorization it answers only to who calls from this machine itself, by a local name. Give it one with <c>RequireAuthorization</c> on what is returned, to have it answer others.
    /// Behind any proxy on this machine, or anything that forwards connections, set one as well: everybody who comes through it may look as if calling from here.
    /// <c>AllowAnonymous</c> has it answer everybody, <see cref="AsyncProfEndpointOptions.OpenPort"/> everybody who reaches a port.
    /// </remarks>
    /// <param name="endpoints">Where it is mapped.</param>
    /// <param name="pattern">Its path, without parameters.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>For conventions, such as authorization, CORS or hosts, of all that is mapped.</returns>
    /// <exception cref="OptionsValidationException"><paramref name="pattern"/>, or what <paramref name="configure"/> set, is not valid; the message lists everything.</exception>
    public static IEndpointConventionBuilder MapAsyncProf(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/debug/asyncprof", Action<AsyncProfEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        var options = new AsyncProfEndpointOptions();
        configure?.Invoke(options);
        var paths = new EndpointPaths(pattern);
        options.Check(paths);
        TimeProvider time = endpoints.ServiceProvider.GetService<TimeProvider>() ?? TimeProvider.System;
        CancellationToken stopping = endpoints.ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        var windows = new SharedWindows(new ScopeRecorder(time, options.Measured), time, options.MaximumWindows, options.MaximumRequests, stopping);
        var profiles = new ProfileAnswers(windows, options);

        RouteGroupBuilder all = endpoints.MapGroup("");
        Map(paths.Index, context => IndexAnswer.WriteAsync(context, options));
        Map(paths.Of(EndpointPaths.Profile), profiles.PprofAsync);
        Map(paths.Of(EndpointPaths.Report), profiles.PageAsync);
        Map(paths.Of(EndpointPaths.Tree), profiles.TreeAsync);
        Map(paths.Of(EndpointPaths.Status), StatusAnswer.WriteAsync);
        Map(paths.Of(EndpointPaths.Slow), SlowAnswers.ListAsync);
        Map(paths.Of(EndpointPaths.Slow) + "/{traceId}", SlowAnswers.TreeAsync);
        if (options.PprofPath is { } other && !paths.IsProfile(other))
            Map(other, profiles.PprofAsync);
        return all;

        void Map(string route, RequestDelegate answer) => all.MapMethods(route, Methods, LocalUnlessAuthorized.Guard(answer, options.OpenPort)).WithDisplayName("AsyncProf " + route).WithMetadata(NeverKept, OwnEntry.Metadata).ExcludeFromDescription();
    }
}
