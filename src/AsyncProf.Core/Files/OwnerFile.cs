namespace AsyncProf.Files;

/// <summary>Files that only their owner may read: the names of an app's methods are its own affair.</summary>
internal static class OwnerFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file that appears whole or not at all.</summary>
    /// <exception cref="IOException">The file is there and may not be replaced, or it cannot be written.</exception>
    public static void Write(string path, bool overwrite, Action<Stream> write)
    {
        if (!overwrite && File.Exists(path))
            throw new IOException($"{path} is there already.");
        if (IsDevice(path))
        {
            using FileStream device = Open(path, FileMode.Create);
            write(device);
            return;
        }

        string temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (FileStream file = Open(temporary, FileMode.CreateNew))
                write(file);
            File.Move(temporary, path, overwrite);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Opens a file to be written.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="mode">How it is opened. With <see cref="FileMode.Create"/> what was there is removed first: nobody's link is followed, and no file of another user's stays his.</param>
    /// <param name="buffered">False if what is written has to be in the file at once, even if this process is killed.</param>
    public static FileStream Open(string path, FileMode mode, bool buffered = true)
    {
        if (mode == FileMode.Create && !IsDevice(path) && !IsOfTheSystem(path))
        {
            File.Delete(path);
            mode = FileMode.CreateNew;
        }

        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        if (!buffered)
            options.BufferSize = 0;
        return new FileStream(path, options);
    }

    /// <summary>Whether it is a name of the system's, which is not ours to remove: <c>/dev/stdout</c> is a link.</summary>
    private static bool IsOfTheSystem(string path) =>
        !OperatingSystem.IsWindows() && Path.GetFullPath(path) is var full && (IsStream(full) || full.StartsWith("/proc/", StringComparison.Ordinal));

    /// <summary>Whether it is a device that streams what it gets, which root must neither replace nor take from others. A link that leads to any other is not followed.</summary>
    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && IsStream(File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path) : "");

    private static bool IsStream(string path) =>
        path is "/dev/null" or "/dev/full" or "/dev/zero" or "/dev/stdout" or "/dev/stderr" or "/dev/tty" || path.StartsWith("/dev/fd/", StringComparison.Ordinal) || path.StartsWith("/dev/pts/", StringComparison.Ordinal);
}
