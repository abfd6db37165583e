using System.Diagnostics;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Routes;

/// <summary>
/// Gives the span of a request itself the name that the profiler has for it, and its route, where nobody has set one. Only for an app that asked for the profiler,
/// and only where a listener made the activity: one that was made for logging alone is not ours to touch.
/// </summary>
internal static class RequestSpans
{
    private const string Route = "http.route";

    private static volatile bool s_areNamed;

    /// <summary>Whether it is done. False unless the hosted profiler wants it.</summary>
    public static bool AreNamed
    {
        get => s_areNamed;
        set => s_areNamed = value;
    }

    /// <summary>Whether nobody has named a span yet that somebody will see.</summary>
    public static bool IsUnnamed(Activity? activity) => activity is { IsAllDataRequested: true } && activity.DisplayName == activity.OperationName;

    /// <summary>Names the span of a request.</summary>
    /// <param name="activity">The span.</param>
    /// <param name="name">The name of the request.</param>
    /// <param name="route">The path of its route; null if it has none.</param>
    /// <param name="isEnd">Whether the request is over: then it may have come to an error page, whose route is not its own.</param>
    public static void Name(Activity activity, string name, string? route, bool isEnd)
    {
        if (!AreNamed || !activity.IsAllDataRequested || activity.IsStopped || activity.Source.Name.Length == 0)
            return;
        if (IsUnnamed(activity))
            activity.DisplayName = PlainText.Printable(name); // a path is what a client made up
        else if (isEnd)
            return;
        if (route is not null && activity.GetTagItem(Route) is null)
            activity.SetTag(Route, PlainText.Printable(route));
    }
}
