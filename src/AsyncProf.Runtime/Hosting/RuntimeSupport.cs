using System.Runtime.CompilerServices;

namespace AsyncProf.Hosting;

/// <summary>Whether the profiler can work in this process at all.</summary>
internal static class RuntimeSupport
{
    /// <summary>The newest runtime on which the stitcher was tested.</summary>
    public const int NewestProven = 11;

    /// <summary>Why nothing can be captured here, as one sentence that says what to do; null where it can.</summary>
    public static string? Missing { get; } = Find(RuntimeFeature.IsDynamicCodeSupported, AppContext.TryGetSwitch("System.Diagnostics.Tracing.EventSource.IsSupported", out bool isOn) ? isOn : null);

    public static bool IsNewerRuntime => Environment.Version.Major > NewestProven;

    internal static string? Find(bool isDynamicCodeSupported, bool? isEventSourceSupported)
    {
        if (isEventSourceSupported == false)
            return "Event sources are compiled out of this app: set EventSourceSupport to true in its project to profile it.";
        return isDynamicCodeSupported ? null : "The app is compiled ahead of time, where the Task Parallel Library sends no events: profile a build without PublishAot.";
    }
}
