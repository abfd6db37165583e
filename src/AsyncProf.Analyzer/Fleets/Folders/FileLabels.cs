namespace AsyncProf.Fleets.Folders;

/// <summary>What the path of a file says of it: <c>service=shop/version=1.4,instance=a/12-00.pb.gz</c>.</summary>
internal static class FileLabels
{
    /// <summary>The labels in a path; of one that is there twice the innermost counts.</summary>
    /// <param name="path">The path below the folder that was named.</param>
    /// <param name="ending">What the file's name ends with, which is none of it.</param>
    public static IReadOnlyDictionary<string, string> Of(string path, string ending)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in path[..^ending.Length].Split('/', '\\', ','))
        {
            if (pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && at < pair.Length - 1)
                labels[pair[..at].Trim()] = pair[(at + 1)..].Trim();
        }

        return labels;
    }
}
