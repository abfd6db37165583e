using System.Runtime.CompilerServices;
using AsyncProf.Hosting;

namespace AsyncProf;

/// <summary>Profiles a part of a program, as a context manager does in other languages.</summary>
public static class AsyncProfiler
{
    /// <summary>How the profiler of this process is doing. Cheap enough for a health page.</summary>
    public static ProfilerStatus Status => AppProfiler.Instance.Status;

    /// <summary>
    /// The slow requests that the hosted service keeps, the newest first, with their complete logical trees, sampled or not: the flight recorder to look
    /// at when a user reports that the app was slow just now.
    /// </summary>
    public static IReadOnlyList<SlowRequest> SlowRequests => AppProfiler.Instance.SlowRequests;

    /// <summary>
    /// Opens a scope: what begins in the caller's own execution flow from here on is profiled, until the scope is stopped or disposed.
    /// The scope is the root of its tree, from this call to the stop.
    /// </summary>
    /// <param name="options">The scope's name and what it sees; by default the calling method's name, and the caller's own flow.</param>
    /// <param name="caller">The calling method's name. The compiler fills it in; to name a scope, set <see cref="ProfilerScopeOptions.Name"/>.</param>
    public static ProfilerScope Start(ProfilerScopeOptions? options = null, [CallerMemberName] string caller = "")
    {
        options ??= new ProfilerScopeOptions();
        return ProfilerScope.Open(options, string.IsNullOrEmpty(options.Name) ? caller : options.Name);
    }
}
