using System.Globalization;
using System.Text;

namespace AsyncProf.Recording.Processes;

/// <summary>What Linux says about a process in <c>/proc</c>. What cannot be read, because the process has ended or is another user's, is empty.</summary>
internal static class ProcFiles
{
    /// <summary>A process can make most of its files there as long as it likes.</summary>
    private const int MostBytes = 8 << 20;

    /// <summary>All processes.</summary>
    public static IEnumerable<int> Pids() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0)
        .Where(pid => pid > 0);

    /// <summary>The root of a process's file system as we see it, without a slash at its end.</summary>
    public static string RootOf(int pid) => Of(pid, "root");

    /// <summary>Where it keeps its diagnostic socket, as we see it.</summary>
    public static string TemporaryDirectoryOf(int pid)
    {
        string own = VariableOf(pid, "TMPDIR") ?? "/tmp/";
        return HasOwnRoot(pid) ? RootOf(pid) + own : own;
    }

    /// <summary>Whether it sees other files than we do: it runs in a container.</summary>
    public static bool HasOwnRoot(int pid) => Link(pid, "ns/mnt") is { Length: > 0 } theirs && Link(Environment.ProcessId, "ns/mnt") is { Length: > 0 } ours && theirs != ours;

    /// <summary>The number of our namespace of ids; empty if that cannot be told.</summary>
    public static string IdSpace() => Link(Environment.ProcessId, "ns/pid") is ['p', 'i', 'd', ':', '[', .. var number, ']'] ? number : "";

    /// <summary>Its id in its own, innermost namespace of ids.</summary>
    public static int InnermostPid(int pid)
    {
        const string Field = "NSpid:";
        string? line = Lines(pid, "status").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
        return int.TryParse(line?.Split('\t', StringSplitOptions.RemoveEmptyEntries)[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int own) ? own : pid;
    }

    /// <summary>The user and the group it runs as; null if that cannot be read.</summary>
    public static (uint User, uint Group)? OwnerOf(int pid)
    {
        return Id("Uid:") is { } user && Id("Gid:") is { } group ? (user, group) : null;

        uint? Id(string field)
        {
            string? line = Lines(pid, "status").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
            return uint.TryParse(line?.Split('\t', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(2), NumberStyles.None, CultureInfo.InvariantCulture, out uint id) ? id : null; // the effective one
        }
    }

    /// <summary>Whether it runs as the same user as we do.</summary>
    public static bool IsOurUsers(int pid) => OwnerOf(pid) is { } owner && IsUs(owner.User);

    /// <summary>Whether a user is the one as whom we run.</summary>
    public static bool IsUs(uint user) => user == OwnerOf(Environment.ProcessId)?.User;

    /// <summary>Whether a managed runtime is loaded in it.</summary>
    public static bool HasRuntime(int pid) => MapsOf(pid).Any(IsRuntime);

    /// <summary>Whether a file is a part of the runtime that lies where the framework's assemblies lie.</summary>
    public static bool IsRuntime(string path) => path.EndsWith("/libcoreclr.so", StringComparison.Ordinal) || path.EndsWith("/System.Private.CoreLib.dll", StringComparison.Ordinal);

    /// <summary>The files that it has mapped.</summary>
    public static IEnumerable<string> MapsOf(int pid) => Lines(pid, "maps").Select(line => line.IndexOf('/', StringComparison.Ordinal) is var at and >= 0 ? line[at..] : "").Where(path => path.Length > 0).Distinct();

    /// <summary>Whether it has any memory: not if it has ended, or is just about to. Of another user's process that cannot be told.</summary>
    public static bool HasMemory(int pid) => MapsOf(pid).Any();

    /// <summary>The file it was started from, as we see it; null if that cannot be told.</summary>
    public static string? ProgramOf(int pid) => Link(pid, "exe") is { Length: > 0 } program ? Seen(pid, program) : null;

    /// <summary>The file that it runs, even if another lies at its path by now.</summary>
    public static string ImageOf(int pid) => Of(pid, "exe");

    /// <summary>A path of the process's as one of ours.</summary>
    public static string Seen(int pid, string path) => HasOwnRoot(pid) ? RootOf(pid) + path : path;

    /// <summary>Where it works, as it sees that; empty if that cannot be told.</summary>
    public static string WorkingDirectoryOf(int pid) => Link(pid, "cwd");

    /// <summary>Whether a variable of its environment holds a text.</summary>
    public static bool HasVariable(int pid, string name, string text) => VariableOf(pid, name)?.Contains(text, StringComparison.Ordinal) == true;

    /// <summary>A variable of its environment, as it was started with it; null without one.</summary>
    public static string? VariableOf(int pid, string name) => Array.Find(Words(pid, "environ"), word => word.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    /// <summary>The names of its threads.</summary>
    public static string[] ThreadsOf(int pid)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(Of(pid, "task")).Select(path => Text(pid, $"task/{Path.GetFileName(path)}/comm").TrimEnd())];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The words of its command line.</summary>
    public static string[] CommandLineOf(int pid) => Words(pid, "cmdline");

    /// <summary>Its state, one letter: T or t is stopped, Z has ended.</summary>
    public static char StateOf(int pid) => StatOf(pid) is [[var state, ..], ..] ? state : '?';

    /// <summary>When it started, in the kernel's ticks since the machine started; empty if it has ended.</summary>
    public static string StartOf(int pid) => StatOf(pid).ElementAtOrDefault(19) ?? ""; // the 22nd of all: proc_pid_stat(5)

    /// <summary>Whether a process that started then still runs: ids are used again.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="start">What <see cref="StartOf"/> told of it.</param>
    public static bool Lives(int pid, string start) => start.Length > 0 && StartOf(pid) == start && StateOf(pid) is not ('Z' or 'X');

    /// <summary>Whether a process is a child of another, or a child's child.</summary>
    public static bool IsBelow(int pid, int ancestor)
    {
        const int Deepest = 1000; // it may change while it is read
        for (int i = 0; i < Deepest && pid > 1; i++)
        {
            pid = int.TryParse(StatOf(pid).ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out int parent) ? parent : 0;
            if (pid == ancestor)
                return true;
        }

        return false;
    }

    /// <summary>Whether it is a thread of the kernel.</summary>
    public static bool IsKernels(int pid)
    {
        const uint KernelThread = 0x20_0000; // PF_KTHREAD of the flags
        return uint.TryParse(StatOf(pid).ElementAtOrDefault(6), NumberStyles.None, CultureInfo.InvariantCulture, out uint flags) && (flags & KernelThread) != 0;
    }

    /// <summary>Whether a process belongs to those whom its terminal sends Ctrl+C.</summary>
    public static bool IsInForeground(int pid) => StatOf(pid) is [_, _, var group, _, _, var foreground, ..] && group == foreground;

    /// <summary>Whether a process can see a file of ours under its own name.</summary>
    public static bool Sees(int pid, string path) => File.Exists(RootOf(pid) + path);

    /// <summary>State, parent, process group, session, terminal, the terminal's foreground group, and more.</summary>
    private static string[] StatOf(int pid)
    {
        string stat = Text(pid, "stat");
        return stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries); // its name stands in parentheses before, and may hold anything
    }

    private static string Of(int pid, string file) => string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}");

    private static string[] Words(int pid, string file) => Text(pid, file).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Lines(int pid, string file) => Text(pid, file).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Text(int pid, string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(Of(pid, file));
            byte[] text = new byte[1 << 12];
            int length = 0;
            for (int read; length < MostBytes && (read = stream.Read(text, length, text.Length - length)) > 0;)
            {
                length += read;
                if (length == text.Length)
                    Array.Resize(ref text, text.Length * 2);
            }

            return Encoding.UTF8.GetString(text, 0, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Link(int pid, string file)
    {
        try
        {
            return new FileInfo(Of(pid, file)).LinkTarget ?? "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
