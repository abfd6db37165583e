namespace AsyncProf.Profiles.Data;

/// <summary>Addresses at which source files can be read. They come from PDBs and profiles of anywhere: only those of the web are taken, and nothing is ever fetched from them.</summary>
internal static class SourceLink
{
    /// <summary>No address is longer.</summary>
    public const int Longest = 700;

    /// <summary>The address as it may stand in an attribute or in Markdown; empty where it is none of the web, or has a name or password in it.</summary>
    public static string Checked(string link)
    {
        if (link.Length is 0 or > Longest || !Uri.TryCreate(link, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Host.Length == 0)
            return "";
        string address = uri.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped).Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)
            .Replace("'", "%27", StringComparison.Ordinal)
            .Replace("[", "%5B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal);
        return address.Length <= Longest && address.All(letter => letter is > ' ' and <= '~' and not ('"' or '<' or '>' or '\\' or '`' or '|' or '[' or ']')) ? address : "";
    }

    /// <summary>The page that shows a line, where the host is known to have such pages beside the files themselves; else the file.</summary>
    /// <param name="link">An address; it is checked here too, because a profile can be made by anybody.</param>
    /// <param name="line">The line, from 1.</param>
    public static string At(string link, int line)
    {
        const string GitHubFiles = "https://raw.githubusercontent.com/", GitHubPages = "https://github.com/", GitLabFiles = "/-/raw/", GitLabPages = "/-/blob/";
        link = Checked(link);
        string anchor = FormattableString.Invariant($"#L{line}");
        if (line <= 0 || link.Length == 0)
            return link;
        if (link.StartsWith(GitHubFiles, StringComparison.Ordinal) && link[GitHubFiles.Length..].Split('/', 4) is [var owner, var repository, var commit, var path])
            return $"{GitHubPages}{owner}/{repository}/blob/{commit}/{path}{anchor}";
        return link.Contains(GitLabFiles, StringComparison.Ordinal) ? link.Replace(GitLabFiles, GitLabPages, StringComparison.Ordinal) + anchor : link;
    }
}
