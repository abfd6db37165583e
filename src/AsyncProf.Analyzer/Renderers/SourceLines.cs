namespace AsyncProf.Renderers;

/// <summary>
/// Lines of source files, where they are at hand and have not been written since a recording began. A profile comes from anywhere and can name any file, so only source files are opened.
/// </summary>
internal sealed class SourceLines(DateTime recordedUtc)
{
    private const long LargestFile = 4 << 20;
    private const int MostFiles = 1000;

    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase) { ".cs", ".fs", ".vb", ".razor", ".cshtml" };

    private readonly Dictionary<string, string[]> _files = new(StringComparer.Ordinal);

    /// <summary>The text of a line without the space around it; empty where it cannot be had.</summary>
    /// <param name="file">The file.</param>
    /// <param name="line">The line's number, from 1.</param>
    public string Text(string file, int line)
    {
        if (file.Length == 0 || line <= 0)
            return "";
        if (!_files.TryGetValue(file, out string[]? lines))
            _files.Add(file, lines = _files.Count < MostFiles ? Read(file) : []);
        return line <= lines.Length ? lines[line - 1].Trim() : "";
    }

    private string[] Read(string file)
    {
        try
        {
            if (!Path.IsPathFullyQualified(file) || file.StartsWith(@"\\", StringComparison.Ordinal) || file.StartsWith("//", StringComparison.Ordinal) || !Extensions.Contains(Path.GetExtension(file)))
                return [];
            var info = new FileInfo(file);
            bool isFile = info.Exists && (info.Attributes & (FileAttributes.Device | FileAttributes.Directory)) == 0 && info.Length is > 0 and < LargestFile;
            return isFile && (recordedUtc == default || info.LastWriteTimeUtc <= recordedUtc) ? File.ReadAllLines(file) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return []; // the report says what was awaited instead
        }
    }
}
