using System.Globalization;

namespace AsyncProf.Events;

/// <summary>
/// Methods compiled with runtime-async: the runtime itself suspends them, and the Task Parallel Library sends no event of them. From .NET 11 on the frameworks
/// are compiled so, and apps that ask for it.
/// </summary>
internal static class RuntimeAsync
{
    /// <summary>The first runtime that has such methods.</summary>
    public const int Since = 11;

    /// <summary>Whether a process of a runtime has such methods, which are not told.</summary>
    /// <param name="runtimeVersion">The version as the runtime tells it; empty where it does not.</param>
    public static bool IsUsedBy(string runtimeVersion) =>
        int.TryParse(runtimeVersion.AsSpan(0, Math.Max(0, runtimeVersion.IndexOf('.'))), NumberStyles.None, CultureInfo.InvariantCulture, out int major) && major >= Since;
}
