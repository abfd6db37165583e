using System.Globalization;

namespace AsyncProf.Fleets.Folders;

/// <summary>Finds the files in a folder and below, and counts the folders that it could not look into.</summary>
/// <param name="list">What is in one folder; null to ask the system.</param>
internal sealed class FolderWalk(Func<DirectoryInfo, IEnumerable<FileSystemInfo>>? list = null)
{
    /// <summary>Folders deeper than this are not looked into.</summary>
    public const int Deepest = 16;

    private static readonly EnumerationOptions Here = new() { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden };

    private readonly Func<DirectoryInfo, IEnumerable<FileSystemInfo>> _list = list ?? (folder => folder.EnumerateFileSystemInfos("*", Here));

    private int _unreadable, _deep;

    /// <summary>Which folders were left out, as a sentence with a blank before it; empty for none.</summary>
    public string LeftOut
    {
        get
        {
            string?[] kinds =
            [
                _unreadable > 0 ? string.Create(CultureInfo.InvariantCulture, $"{_unreadable} could not be read") : null,
                _deep > 0 ? string.Create(CultureInfo.InvariantCulture, $"{_deep} lie deeper than {Deepest} folders") : null,
            ];
            return kinds.OfType<string>().ToArray() is { Length: > 0 } told ? $" Folders are left out: {string.Join(", ", told)}." : "";
        }
    }

    /// <summary>The paths of the files.</summary>
    public IEnumerable<string> FilesIn(string folder)
    {
        var open = new Stack<(DirectoryInfo Folder, int Depth)>([(new DirectoryInfo(folder), 0)]);
        while (open.TryPop(out (DirectoryInfo Folder, int Depth) at))
        {
            using IEnumerator<FileSystemInfo>? found = Open(at.Folder);
            while (found is not null && Next(found))
            {
                if (found.Current is not DirectoryInfo below)
                    yield return found.Current.FullName;
                else if (at.Depth < Deepest)
                    open.Push((below, at.Depth + 1));
                else
                    _deep++;
            }
        }
    }

    private IEnumerator<FileSystemInfo>? Open(DirectoryInfo folder)
    {
        try
        {
            return _list(folder).GetEnumerator();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _unreadable++;
            return null;
        }
    }

    private bool Next(IEnumerator<FileSystemInfo> found)
    {
        try
        {
            return found.MoveNext();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _unreadable++;
            return false;
        }
    }
}
