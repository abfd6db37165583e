using AsyncProf.Files;

namespace AsyncProf.Heap.Reading;

/// <summary>
/// The library for debugging that lies beside a runtime. It is native code that is loaded into this process, so it must belong to those who may run code here anyway: this user, or root, who
/// owns what is installed. A root that looks at another user's process must not run what that user put into a folder.
/// </summary>
internal static class DebuggingLibrary
{
    private const string Name = "libmscordaccore.so";
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>The library beside a runtime.</summary>
    /// <param name="runtime">Where the runtime lies, as its process sees it.</param>
    /// <param name="pid">The process, whose files may be others than ours; 0 for none.</param>
    /// <exception cref="HeapException">There is none, or it may not be trusted.</exception>
    public static string Beside(string runtime, int pid)
    {
        string path = Path.Combine(Path.GetDirectoryName(runtime) ?? "", Name);
        string seen = pid != 0 && !File.Exists(path) ? $"/proc/{pid}/root{path}" : path; // in a container it has folders of its own
        if (!File.Exists(seen))
            throw new HeapException($"There is no {Name} beside the runtime in {Path.GetDirectoryName(path)}: publish the app with it, or install the same version of the runtime.");
        string real = new FileInfo(seen).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? seen;
        for (string? part = real; part is not null; part = Path.GetDirectoryName(part))
        {
            if (!IsTrusted(part))
                throw new HeapException($"{part} belongs to another user, or others may change it, and so may not bring the code that reads the process: run asyncprof as that user.");
        }

        return real;
    }

    /// <summary>Whether only this user and root can change what lies at a path.</summary>
    internal static bool IsTrusted(string path)
    {
        if (!OperatingSystem.IsLinux() || FileFacts.Of(path) is not { } facts)
            return false;
        if (facts.User != 0 && facts.User != FileFacts.Self)
            return false;
        UnixFileMode mode = File.GetUnixFileMode(path);
        return (mode & OthersWrite) == 0 || (facts.IsDirectory && (mode & UnixFileMode.StickyBit) != 0); // in /tmp others may write, and not replace what is ours
    }
}
