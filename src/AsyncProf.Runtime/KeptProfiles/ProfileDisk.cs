using AsyncProf.Files;

namespace AsyncProf.KeptProfiles;

/// <summary>The disk itself.</summary>
internal sealed class ProfileDisk : IProfileDisk
{
    /// <inheritdoc/>
    public long FreeBytes(string directory)
    {
        string path = Path.GetFullPath(directory);
        try
        {
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(path)! : path).AvailableFreeSpace;
        }
        catch (ArgumentException)
        {
            return long.MaxValue; // a share without a letter
        }
    }

    /// <inheritdoc/>
    public void Write(string path, ReadOnlyMemory<byte> content) => OwnerFile.Write(path, overwrite: false, file => file.Write(content.Span));

    /// <inheritdoc/>
    public bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
