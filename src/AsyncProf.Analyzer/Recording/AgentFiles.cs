using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace AsyncProf.Recording;

/// <summary>The files of the agent, where a target can read them: the tool's own, or a copy that belongs to the target's user.</summary>
internal sealed partial class AgentFiles : IDisposable
{
    private const string Hooks = "AsyncProf.Hook.*.dll";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly string[] Parts = ["AsyncProf.Agent.dll", "AsyncProf.Core.dll"];

    private readonly string? _copy;

    private AgentFiles(string hook, string? copy) => (Hook, _copy) = (hook, copy);

    /// <summary>Where the tool has them.</summary>
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "agent");

    /// <summary>The path of the startup hook as the target sees it.</summary>
    public string Hook { get; }

    /// <summary>Whether they are there at all.</summary>
    public static bool AreThere => OwnHook() is not null && Array.TrueForAll(Parts, part => File.Exists(Path.Combine(Directory, part)));

    /// <summary>The files for a process. A copy is made where its user or its file system is another one: it could not read ours, and would die of that.</summary>
    /// <exception cref="RecordingException">No copy can be made.</exception>
    public static AgentFiles For(int pid)
    {
        string hook = OwnHook()!;
        if (!OperatingSystem.IsLinux() || (!ProcFiles.HasOwnRoot(pid) && ProcFiles.OwnerOf(pid) is { } owner && owner.User == ProcFiles.OwnerOf(Environment.ProcessId)?.User))
            return new AgentFiles(hook, null);
        try
        {
            return Copy(pid, hook);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException(FormattableString.Invariant($"The agent cannot be put where process {pid} can read it: {exception.Message}"), exception);
        }
    }

    /// <summary>Removes the copy. What the process has loaded it keeps.</summary>
    public void Dispose()
    {
        if (_copy is null)
            return;
        try
        {
            // By name and not recursively: the directory is the user's, who may have put links into it.
            foreach (string file in (string[])[Path.GetFileName(Hook), .. Parts])
                File.Delete(Path.Combine(_copy, file));
            System.IO.Directory.Delete(_copy, recursive: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The process has ended, and its file system with it.
        }
    }

    private static string? OwnHook() => System.IO.Directory.Exists(Directory) ? System.IO.Directory.GetFiles(Directory, Hooks).SingleOrDefault() : null;

    /// <summary>In a directory that nobody could foresee, whose owner is the target's user and who alone may enter it.</summary>
    [SupportedOSPlatform("linux")]
    private static AgentFiles Copy(int pid, string hook)
    {
        (uint user, uint group) = ProcFiles.OwnerOf(pid) ?? throw new IOException("its user is not known.");
        string root = ProcFiles.HasOwnRoot(pid) ? ProcFiles.RootOf(pid) : "";
        if (new DirectoryInfo(root + "/tmp").LinkTarget is not null)
            throw new IOException("its /tmp is a link, which may lead anywhere."); // out of a container it is resolved as one of ours
        string seen = Path.Combine("/tmp", "asyncprof-" + Path.GetRandomFileName());
        string copy = root + seen;
        System.IO.Directory.CreateDirectory(copy, OwnerOnly);
        try
        {
            foreach (string file in (string[])[hook, .. Parts.Select(part => Path.Combine(Directory, part))])
            {
                string target = Path.Combine(copy, Path.GetFileName(file));
                File.Copy(file, target);
                File.SetUnixFileMode(target, UnixFileMode.UserRead);
                Own(target, user, group);
            }

            Own(copy, user, group);
            return new AgentFiles(Path.Combine(seen, Path.GetFileName(hook)), copy);
        }
        catch
        {
            System.IO.Directory.Delete(copy, recursive: true);
            throw;
        }
    }

    private static void Own(string path, uint user, uint group)
    {
        if (ChangeOwner(path, user, group) != 0)
            throw new UnauthorizedAccessException("only root may give files to another user.");
    }

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
