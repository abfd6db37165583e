using System.Runtime.Versioning;
using AsyncProf.Recording.Processes;

namespace AsyncProf.Recording.Attaching;

/// <summary>The files of the agent, where a target can read them: the tool's own, or a copy that belongs to the target's user.</summary>
internal sealed class AgentFiles : IDisposable
{
    private const string Hooks = "AsyncProf.Hook.*.dll";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly string[] Parts = ["AsyncProf.Agent.dll", "AsyncProf.Core.dll"];

    private readonly Action? _remove;

    private AgentFiles(string hook, Action? remove = null) => (Hook, _remove) = (hook, remove);

    /// <summary>Where the tool has them.</summary>
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "agent");

    /// <summary>The path of the startup hook as the target sees it.</summary>
    public string Hook { get; }

    /// <summary>Whether they are there at all.</summary>
    public static bool AreThere => OwnHook() is not null && Array.TrueForAll(Parts, part => File.Exists(Path.Combine(Directory, part)));

    /// <summary>The files for a process. A copy is made where its user is another one, or where it does not see ours: it could not read them, and would die of that.</summary>
    /// <exception cref="RecordingException">No copy can be made.</exception>
    public static AgentFiles For(int pid)
    {
        string hook = OwnHook()!;
        if (!OperatingSystem.IsLinux())
            return new AgentFiles(hook);
        try
        {
            return ProcFiles.IsOurUsers(pid) && All(hook).All(file => SeesIt(pid, file)) ? new AgentFiles(hook) : Copy(pid, hook);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException(FormattableString.Invariant($"The agent cannot be put where process {pid} can read it: {exception.Message}"), exception);
        }
    }

    /// <summary>Removes the copy. What the process has loaded it keeps.</summary>
    public void Dispose() => _remove?.Invoke();

    private static string? OwnHook() => System.IO.Directory.Exists(Directory) ? System.IO.Directory.GetFiles(Directory, Hooks).SingleOrDefault() : null;

    private static IEnumerable<string> All(string hook) => [hook, .. Parts.Select(part => Path.Combine(Directory, part))];

    /// <summary>Whether a process finds the same file under the name that a file of ours has here.</summary>
    private static bool SeesIt(int pid, string file)
    {
        var theirs = new FileInfo(ProcFiles.RootOf(pid) + file);
        return theirs.Exists && theirs.Length == new FileInfo(file).Length && File.ReadAllBytes(theirs.FullName).AsSpan().SequenceEqual(File.ReadAllBytes(file));
    }

    /// <summary>Into a directory with an unpredictable name, which only the target's user owns and may enter.</summary>
    [SupportedOSPlatform("linux")]
    private static AgentFiles Copy(int pid, string hook)
    {
        (uint user, uint group) = ProcFiles.OwnerOf(pid) ?? throw new IOException("its user is not known.");
        TargetDirectory place = TargetDirectory.Open(ProcFiles.RootOf(pid) + TargetDirectory.Temporary);
        TargetDirectory? copy = null;
        string name = "asyncprof-" + Path.GetRandomFileName();
        void Remove()
        {
            TryRemove(place, copy, name, hook);
            copy?.Dispose();
            place.Dispose();
        }

        try
        {
            System.IO.Directory.CreateDirectory(Path.Combine(place.Path, name), OwnerOnly);
            copy = TargetDirectory.Open(Path.Combine(place.Path, name));
            foreach (string file in All(hook))
                copy.Add(file, user, group);
            copy.Own(user, group);
            return new AgentFiles(Path.Combine(TargetDirectory.Temporary, name, Path.GetFileName(hook)), Remove);
        }
        catch
        {
            Remove();
            throw;
        }
    }

    /// <summary>Deletes our files in the directory that was made, and the directory only if it is empty then: its user may have put anything into it, or in its place.</summary>
    [SupportedOSPlatform("linux")]
    private static void TryRemove(TargetDirectory place, TargetDirectory? copy, string name, string hook)
    {
        try
        {
            if (copy is not null)
            {
                foreach (string file in All(hook))
                    File.Delete(Path.Combine(copy.Path, Path.GetFileName(file)));
            }

            System.IO.Directory.Delete(Path.Combine(place.Path, name), recursive: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Its file system is gone, or somebody has changed it.
        }
    }
}
