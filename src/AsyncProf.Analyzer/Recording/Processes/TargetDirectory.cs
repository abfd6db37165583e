using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace AsyncProf.Recording.Processes;

/// <summary>
/// A directory that a target can reach, held open: it stays the same one when the target and its root are gone, and when somebody puts another in its place.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed partial class TargetDirectory : IDisposable
{
    /// <summary>The temporary directory as a target sees it.</summary>
    public const string Temporary = "/tmp";

    /// <summary>rwx------.</summary>
    private const uint OwnerOnly = 0x1C0;

    /// <summary>O_PATH.</summary>
    private const int OnlyName = 0x20_0000;

    private readonly SafeFileHandle _handle;

    private TargetDirectory(SafeFileHandle handle) => _handle = handle;

    /// <summary>Where we reach it.</summary>
    public string Path => FormattableString.Invariant($"/proc/self/fd/{_handle.DangerousGetHandle()}");

    /// <summary>O_DIRECTORY and O_NOFOLLOW: out of a container a link would be resolved as one of ours. Their values are the kernel's, by architecture.</summary>
    private static int NoLink => RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x4000 | 0x8000 : 0x1_0000 | 0x2_0000;

    /// <summary>Opens a directory.</summary>
    /// <exception cref="IOException">It is not there, is a link, or may not be reached.</exception>
    public static TargetDirectory Open(string path)
    {
        int handle = OpenFile(path, OnlyName | NoLink);
        return handle >= 0
            ? new TargetDirectory(new SafeFileHandle(handle, ownsHandle: true))
            : throw new IOException(FormattableString.Invariant($"{path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}."));
    }

    /// <summary>Makes a directory in it, which only we may enter.</summary>
    /// <exception cref="IOException">There is something of that name already, or it may not be made.</exception>
    public TargetDirectory Make(string name)
    {
        string path = System.IO.Path.Combine(Path, name);
        return MakeDirectory(path, OwnerOnly) == 0
            ? Open(path)
            : throw new IOException(FormattableString.Invariant($"{name}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}."));
    }

    /// <summary>Gives it to a user.</summary>
    /// <exception cref="UnauthorizedAccessException">Only root may.</exception>
    public void Own(uint user, uint group) => Check(ChangeOwner(Path, user, group));

    /// <summary>Copies a file into it, for its user to read and nobody to write.</summary>
    /// <exception cref="UnauthorizedAccessException">Only root may give a file away.</exception>
    public void Add(string file, uint user, uint group)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead };
        using FileStream from = File.OpenRead(file), to = new(System.IO.Path.Combine(Path, System.IO.Path.GetFileName(file)), options);
        from.CopyTo(to);
        to.Flush();
        Check(ChangeFileOwner(to.SafeFileHandle, user, group));
    }

    public void Dispose() => _handle.Dispose();

    private static void Check(int result)
    {
        if (result != 0)
            throw new UnauthorizedAccessException("only root may give files to another user.");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "mkdir", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int MakeDirectory(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "fchown")]
    private static partial int ChangeFileOwner(SafeFileHandle file, uint user, uint group);
}
