using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AsyncProf.Windows;

/// <summary>Where the endpoint itself is, groups and all, as requests have told: what it does is in no profile.</summary>
internal sealed class OwnRoutes
{
    private readonly ConcurrentDictionary<string, bool> _routes = new(StringComparer.Ordinal);

    /// <summary>Notes the route of each request before it is answered.</summary>
    public RequestDelegate Note(RequestDelegate answer) => context =>
    {
        if (context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
            _routes.TryAdd(route.TrimStart('/'), true);
        return answer(context);
    };

    /// <summary>Matches the names of all roots but those of the endpoint's own requests, of what records for them, and of <paramref name="window"/>.</summary>
    public Regex AllBut(string window)
    {
        string own = string.Join('|', _routes.Keys.Order(StringComparer.Ordinal).Select(Regex.Escape));
        return new Regex(FormattableString.Invariant($"^(?!{Regex.Escape(window)}$|AsyncProf\\.Windows\\.|[A-Z]+ /?(?:{own})$)"), RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1));
    }
}
