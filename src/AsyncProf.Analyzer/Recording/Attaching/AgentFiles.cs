using System.Globalization;
using System.Runtime.Versioning;
using AsyncProf.Files;
using AsyncProf.Recording.Processes;

namespace AsyncProf.Recording.Attaching;

/// <summary>
/// A copy of the agent's files that belongs to the target's user. What a process has loaded stays mapped in it for good: were it the tool's own files, an update that writes over them in
/// place would pull the code away under a running app.
/// </summary>
internal sealed class AgentFiles : IDisposable
{
    private const string Hooks = "AsyncProf.Hook.*.dll";

    private static readonly string[] Parts = ["AsyncProf.Agent.dll", "AsyncProf.Core.dll"];

    private Action? _remove;

    private AgentFiles(string hook, Action? remove = null) => (Hook, _remove) = (hook, remove);

    /// <summary>Where the tool has them.</summary>
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "agent");

    /// <summary>The path of the startup hook as the target sees it.</summary>
    public string Hook { get; }

    /// <summary>Whether they are there at all.</summary>
    public static bool AreThere => OwnHook() is not null && Array.TrueForAll(Parts, part => File.Exists(Path.Combine(Directory, part)));

    /// <summary>The files for a process, where it can read them: it would die of a hook that it cannot.</summary>
    /// <exception cref="RecordingException">No copy can be made.</exception>
    public static AgentFiles For(int pid)
    {
        string hook = OwnHook()!;
        try
        {
            return OperatingSystem.IsLinux() ? Copy(pid, hook) : Copy(hook);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (OperatingSystem.IsLinux() && ProcFiles.IsOurUsers(pid) && All(hook).All(file => SeesIt(pid, file)))
                return new AgentFiles(hook); // where nothing can be written, nothing can be written over either
            throw new RecordingException(FormattableString.Invariant($"The agent cannot be put where process {pid} can read it: {exception.Message}"), exception);
        }
    }

    /// <summary>Removes the copy. What the process has loaded it keeps.</summary>
    public void Dispose() => Interlocked.Exchange(ref _remove, null)?.Invoke();

    private static string? OwnHook() => System.IO.Directory.Exists(Directory) ? System.IO.Directory.GetFiles(Directory, Hooks).SingleOrDefault() : null;

    private static IEnumerable<string> All(string hook) => [hook, .. Parts.Select(part => Path.Combine(Directory, part))];

    /// <summary>Whether a process finds the same file under the name that a file of ours has here.</summary>
    private static bool SeesIt(int pid, string file)
    {
        var theirs = new FileInfo(ProcFiles.RootOf(pid) + file);
        return theirs.Exists && theirs.Length == new FileInfo(file).Length && File.ReadAllBytes(theirs.FullName).AsSpan().SequenceEqual(File.ReadAllBytes(file));
    }

    private static string MarkOf(int pid) => RunFolder.MarkOf(pid.ToString(CultureInfo.InvariantCulture));

    private static AgentFiles Copy(string hook)
    {
        RunFolder folder = RunFolder.Create();
        foreach (string file in All(hook))
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        return new AgentFiles(Path.Combine(folder.Path, Path.GetFileName(hook)), folder.Dispose);
    }

    /// <summary>Into a directory that only the target's user owns and may enter.</summary>
    [SupportedOSPlatform("linux")]
    private static AgentFiles Copy(int pid, string hook)
    {
        (uint user, uint group) = ProcFiles.OwnerOf(pid) ?? throw new IOException("its user is not known.");
        TargetDirectory place = TargetDirectory.Open(ProcFiles.RootOf(pid) + TargetDirectory.Temporary);
        TargetDirectory? copy = null;
        string name = RunFolder.NewName();
        void Remove()
        {
            TryRemove(place, copy, name, hook, MarkOf(pid));
            copy?.Dispose();
            place.Dispose();
        }

        try
        {
            RunFolder.RemoveAbandoned(place.Path, pid);
            if (!IsSafe(place, user))
                throw new IOException("its temporary directory is not one in which each has his own files.");
            copy = place.Make(name);
            if (FileFacts.Of(copy.Path + "/.") is not { } made || made.User != FileFacts.Self || made.Device != FileFacts.Of(place.Path + "/.")?.Device)
                throw new IOException("another directory has been put in the place of the one that was made.");
            new FileStream(Path.Combine(copy.Path, MarkOf(pid)), FileMode.CreateNew).Dispose();
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

    /// <summary>Whether a target's temporary directory is one: its user may have mounted any other in its place, for us to make something there and give it to him.</summary>
    [SupportedOSPlatform("linux")]
    private static bool IsSafe(TargetDirectory place, uint user) =>
        FileFacts.Of(place.Path + "/.") is not { } facts || facts.User == user || File.GetUnixFileMode(place.Path).HasFlag(UnixFileMode.StickyBit);

    /// <summary>Deletes our files in the directory that was made, and the directory only if it is empty then: its user may have put anything into it, or in its place.</summary>
    [SupportedOSPlatform("linux")]
    private static void TryRemove(TargetDirectory place, TargetDirectory? copy, string name, string hook, string mark)
    {
        if (copy is null)
            return; // not made by us
        try
        {
            foreach (string file in (IEnumerable<string>)[.. All(hook), mark])
                File.Delete(Path.Combine(copy.Path, Path.GetFileName(file)));
            System.IO.Directory.Delete(Path.Combine(place.Path, name), recursive: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Its file system is gone, or somebody has changed it.
        }
    }
}
