using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AsyncProf.Windows;

/// <summary>Where endpoints themselves are, groups and all, as requests have told: what they do is in no profile.</summary>
internal sealed class OwnRoutes
{
    /// <summary>The name of the scopes that record, which are roots as well.</summary>
    public const string Window = "(asyncprof window)";

    private readonly ConcurrentDictionary<string, bool> _routes = new(StringComparer.Ordinal);

    /// <summary>Those of all endpoints in this process: what one is asked for is none of the other's affair either.</summary>
    public static OwnRoutes OfProcess { get; } = new();

    /// <summary>Notes the route of each request before it is answered.</summary>
    public RequestDelegate Note(RequestDelegate answer) => context =>
    {
        if (context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
            _routes.TryAdd(route.TrimStart('/'), true);
        return answer(context);
    };

    /// <summary>Matches the names of all roots but those of windows and of requests for profiles.</summary>
    public Regex AllOthers()
    {
        string own = string.Join('|', _routes.Keys.Order(StringComparer.Ordinal).Select(Regex.Escape));
        return new Regex(FormattableString.Invariant($"^(?!{Regex.Escape(Window)}$|[A-Z]+ /?(?:{own})$)"), RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1));
    }
}
