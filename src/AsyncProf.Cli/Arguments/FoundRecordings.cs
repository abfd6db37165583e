namespace AsyncProf.Cli.Arguments;

/// <summary>The recordings in a folder, for a command that was given none.</summary>
internal static class FoundRecordings
{
    private static readonly string[] Extensions = [".nettrace", ".pb.gz"];

    /// <summary>Their names, the newest first; none where the folder cannot be read.</summary>
    public static IReadOnlyList<string> In(string folder)
    {
        try
        {
            return
            [
                .. new DirectoryInfo(folder).EnumerateFiles()
                    .Where(file => file.Length > 0 && Array.Exists(Extensions, extension => file.Name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)))
                    .OrderByDescending(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal)
                    .Select(file => file.Name.StartsWith('-') ? $"./{file.Name}" : file.Name),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
