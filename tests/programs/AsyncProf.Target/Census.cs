using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Reflection;

namespace AsyncProf.Target;

/// <summary>What the target knows of itself.</summary>
internal static class Census
{
    /// <summary>All types of all assemblies, as some frameworks look through them: one that cannot be loaded fails all.</summary>
    public static string Types()
    {
        try
        {
            int count = AppDomain.CurrentDomain.GetAssemblies().Sum(assembly => assembly.GetTypes().Length);
            return count > 1_000 ? "fine" : "few";
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.LoaderExceptions.FirstOrDefault()?.Message ?? "failed";
        }
    }

    /// <summary>Threads, and bytes of managed and of all memory.</summary>
    public static string Size()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        return FormattableString.Invariant($"{self.Threads.Count} {GC.GetTotalMemory(false)} {self.WorkingSet64}");
    }

    /// <summary>Whether anybody listens to the Task Parallel Library.</summary>
    public static bool IsListenedTo() => EventSource.GetSources().Any(source => source.Name == "System.Threading.Tasks.TplEventSource" && source.IsEnabled());
}
