using System.Globalization;

namespace AsyncProf.Events;

/// <summary>
/// Methods compiled with runtime-async: the runtime itself suspends them, and the Task Parallel Library sends no event of them. From .NET 11 on the frameworks
/// are compiled so, and apps that ask for it.
/// </summary>
internal static class RuntimeAsync
{
    /// <summary>The first runtime that has such methods.</summary>
    private const int Since = 11;

    /// <summary>Whether this process has such methods, which are not told.</summary>
    public static bool IsUsedHere => IsUsedBy(Environment.Version.Major);

    /// <summary>Whether a process has such methods.</summary>
    /// <param name="runtimeVersion">Its runtime's version, as the runtime tells it; empty where it does not.</param>
    public static bool IsUsedBy(string runtimeVersion) => IsUsedBy(MajorOf(runtimeVersion));

    /// <inheritdoc cref="IsUsedBy(string)"/>
    /// <param name="major">The first number of its runtime's version.</param>
    public static bool IsUsedBy(int major) => major >= Since;

    /// <summary>The first number of a runtime's version; 0 if it is none.</summary>
    private static int MajorOf(string runtimeVersion) => int.TryParse(runtimeVersion.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major) ? major : 0;
}
