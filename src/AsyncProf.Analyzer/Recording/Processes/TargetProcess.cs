using System.Diagnostics;
using System.Globalization;
using AsyncProf.Recording.Processes;

namespace AsyncProf.Recording;

/// <summary>A process to be recorded.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="Name">Its name, without path or arguments; for <c>dotnet App.dll</c> the app's.</param>
internal sealed record TargetProcess(int Pid, string Name)
{
    /// <summary>The process of an id.</summary>
    /// <exception cref="RecordingException">There is none, or it cannot answer.</exception>
    public static TargetProcess Of(int pid)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            char state = OperatingSystem.IsLinux() ? ProcFiles.StateOf(pid) : '?';
            if (state is 'Z' or 'X')
                throw new RecordingException(Text($"Process {pid} has ended: only its parent still holds its exit code."));
            if (OperatingSystem.IsLinux() && ProcFiles.IsKernels(pid))
                throw new RecordingException(Text($"Process {pid} is a thread of the kernel: asyncprof ps lists what can be recorded."));
            if (state is 'T' or 't') // it never answers, and asking would never end
                throw new RecordingException(Text($"Process {pid} is stopped and cannot answer: resume it (kill -CONT {pid}) and try again."));
            return new TargetProcess(pid, NameOf(process));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException) // it may end while it is looked at
        {
            throw new RecordingException(Text($"There is no process {pid}: asyncprof ps lists those that can be recorded."));
        }
    }

    /// <summary>The processes of a name that have a runtime of ours, by id.</summary>
    public static IReadOnlyList<TargetProcess> Named(string name) =>
        [.. All().Where(target => string.Equals(target.Name, name, StringComparison.OrdinalIgnoreCase))];

    /// <summary>Every process whose diagnostics can be reached, by id; this one is left out.</summary>
    public static IReadOnlyList<TargetProcess> All()
    {
        var found = new List<TargetProcess>();
        foreach (int pid in DiagnosticSockets.Pids().Where(pid => pid != Environment.ProcessId).Distinct().Order())
        {
            try
            {
                using Process process = Process.GetProcessById(pid);
                found.Add(new TargetProcess(pid, NameOf(process)));
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
            {
                // It has ended; some leave their socket behind.
            }
        }

        return found;
    }

    private static string NameOf(Process process)
    {
        string name = process.ProcessName;
        if (name != "dotnet" || !OperatingSystem.IsLinux())
            return name;
        return AssemblyOf(ProcFiles.CommandLineOf(process.Id)) is { } assembly ? Path.GetFileNameWithoutExtension(assembly) : name;
    }

    /// <summary>What <c>dotnet</c> runs itself: its first argument, or that of <c>exec</c>, after its own options; null for a command of the SDK.</summary>
    internal static string? AssemblyOf(IReadOnlyList<string> words)
    {
        for (int i = 1; i < words.Count; i++)
        {
            if (words[i].StartsWith('-'))
                i++; // an option of the host's, with its value
            else if (words[i] != "exec")
                return words[i].EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? words[i] : null;
        }

        return null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
