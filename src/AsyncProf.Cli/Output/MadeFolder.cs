namespace AsyncProf.Cli.Output;

/// <summary>A folder that is made for files to come, and goes again if none came.</summary>
internal sealed class MadeFolder : IDisposable
{
    private readonly List<string> _made = [];

    /// <exception cref="UserError">It cannot be made.</exception>
    public MadeFolder(string path)
    {
        for (string? missing = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)); missing is not null && !Directory.Exists(missing); missing = Path.GetDirectoryName(missing))
            _made.Add(missing);
        OutputFile.MakeFolder(path);
    }

    /// <summary>Removes it and those above it, as far as they were made here and are empty.</summary>
    public void Dispose()
    {
        foreach (string path in _made.TakeWhile(path => Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any()))
            Directory.Delete(path);
    }
}
