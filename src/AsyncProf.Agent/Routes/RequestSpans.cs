using System.Diagnostics;

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

    public static void Name(Activity activity, string name, string? route)
    {
        if (!AreNamed || !activity.IsAllDataRequested || activity.IsStopped || activity.Source.Name.Length == 0)
            return;
        if (activity.DisplayName == activity.OperationName)
            activity.DisplayName = name;
        if (route is not null && activity.GetTagItem(Route) is null)
            activity.SetTag(Route, route);
    }
}
