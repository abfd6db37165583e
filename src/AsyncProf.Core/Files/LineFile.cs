namespace AsyncProf.Files;

/// <summary>A file that grows line by line and that only its owner may read, whoever made it. It lies where an administrator wants it, which may be where others can write.</summary>
internal static class LineFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Adds a line. It is there whole afterwards, or not at all.</summary>
    /// <param name="path">The file; it is made if it is not there.</param>
    /// <param name="line">The line with its end.</param>
    /// <param name="maximumBytes">From which length on a new file is begun; the old one stays under the name with <c>.1</c>, in place of an older one.</param>
    /// <exception cref="IOException">It is a link or no file, belongs to another user, or cannot be written; the message says which.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static void Append(string path, ReadOnlySpan<byte> line, long maximumBytes)
    {
        FileStream file = Open(path);
        try
        {
            if (file.Length >= maximumBytes)
            {
                file.Dispose();
                File.Move(path, path + ".1", overwrite: true);
                file = Open(path);
            }

            Append(file, line);
        }
        finally
        {
            file.Dispose();
        }
    }

    /// <summary>Adds a line to a file that holds nothing or lines; if that fails, the file is as it was before.</summary>
    internal static void Append(Stream file, ReadOnlySpan<byte> line)
    {
        long before = file.Length;
        try
        {
            if (before > 0 && EndOf(file) != '\n')
                file.WriteByte((byte)'\n'); // a line that a killed process left half written spoils no other
            file.Write(line);
            file.Flush();
        }
        catch
        {
            file.SetLength(before);
            throw;
        }
    }

    private static int EndOf(Stream file)
    {
        file.Position = file.Length - 1;
        return file.ReadByte();
    }

    private static FileStream Open(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
            throw new IOException($"{path} is a link, and none is followed.");
        if (FileFacts.Of(path) is { IsFile: false })
            throw new IOException($"{path} is no file."); // a pipe would wait for a reader
        bool isThere = File.Exists(path);
        var options = new FileStreamOptions { Mode = isThere ? FileMode.Open : FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (!isThere && !OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        var file = new FileStream(path, options);
        try
        {
            MakeOwn(file, path);
            file.Seek(0, SeekOrigin.End);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Asks the open file, which nobody can exchange any more: it must be what the path names, this user's, and then nobody else may read it.</summary>
    private static void MakeOwn(FileStream file, string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        if (FileFacts.Of(file.SafeFileHandle) is { } facts)
        {
            if (facts.User != FileFacts.Self)
                throw new IOException($"{path} belongs to another user: remove it, or name another file.");
            if (facts.Links != 1 || FileFacts.Of(path) != facts)
                throw new IOException($"{path} is a link, and none is followed.");
        }

        if (File.GetUnixFileMode(file.SafeFileHandle) != OwnerOnly)
            File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
    }
}
