using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Diffing;

/// <summary>The recordings of one side: files, and those in folders by their names.</summary>
internal static class DiffFiles
{
    /// <summary>More runs than this prove nothing more.</summary>
    public const int Most = 50;

    /// <exception cref="UserError">There is none, or there are too many.</exception>
    public static IReadOnlyList<string> Of(string side, IReadOnlyList<string> named)
    {
        var files = new List<string>();
        foreach (string path in named)
        {
            if (!Directory.Exists(path))
            {
                files.Add(path);
                continue;
            }

            string[] found = [.. FoundRecordings.In(path).Order(StringComparer.Ordinal).Select(name => Path.Combine(path, name))];
            if (found.Length == 0)
                throw new UserError($"The folder {path} of the {side} holds no recording (.nettrace, .pb.gz). To make some: asyncprof record --runs 7 -o {path}/ -- COMMAND.");
            files.AddRange(found);
        }

        if (files.Count == 0)
            throw new UserError($"The {side} has no recording: name files or a folder by --{side}.");
        if (files.Count > Most)
            throw new UserError(FormattableString.Invariant($"The {side} has {files.Count} recordings: at most {Most} are compared."));
        if (files.Distinct(StringComparer.Ordinal).Count() < files.Count)
            throw new UserError($"A recording of the {side} is named twice: each run counts once.");
        return files;
    }
}
