namespace AsyncProf.Profiles;

/// <summary>Files that only their owner may read: the names of an app's methods are its own affair.</summary>
internal static class OwnerFile
{
    /// <summary>Writes a file that appears whole or not at all.</summary>
    /// <exception cref="IOException">The file is there and may not be replaced, or it cannot be written.</exception>
    public static void Write(string path, bool overwrite, Action<Stream> write)
    {
        if (!overwrite && File.Exists(path))
            throw new IOException($"{path} is there already.");
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

    public static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
