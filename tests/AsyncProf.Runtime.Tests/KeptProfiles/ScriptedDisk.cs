using AsyncProf.Files;
using AsyncProf.KeptProfiles;

namespace AsyncProf.Runtime.Tests.KeptProfiles;

/// <summary>A disk of a size that is set, which fails when it is told to. Files are real.</summary>
/// <param name="directory">All that lies on it.</param>
internal sealed class ScriptedDisk(string directory) : IProfileDisk
{
    /// <summary>What it can hold, in bytes.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    /// <summary>What happens in the middle of a write; null for nothing.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Files that cannot be deleted.</summary>
    public HashSet<string> Held { get; } = [];

    /// <summary>What happens meanwhile when a file is deleted; null for nothing.</summary>
    public Action? Deleting { get; set; }

    public long FreeBytes(string ofDirectory) => Capacity - new DirectoryInfo(directory).GetFiles().Sum(file => file.Length);

    public void Write(string path, ReadOnlyMemory<byte> content) => OwnerFile.Write(path, overwrite: false, file =>
    {
        file.Write(content.Span[..(content.Length / 2)]);
        file.Flush();
        if (Failure is { } failure)
            throw failure;
        file.Write(content.Span[(content.Length / 2)..]);
    });

    public bool TryDelete(string path)
    {
        Deleting?.Invoke();
        if (Held.Contains(path))
            return false;
        File.Delete(path);
        return true;
    }
}
