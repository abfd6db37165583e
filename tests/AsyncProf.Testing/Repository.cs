namespace AsyncProf.Testing;

/// <summary>The checkout that the tests were built in.</summary>
public static class Repository
{
    /// <summary>Its folder. Looked for from the tests' own, because a build server maps the paths of sources.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AsyncProf.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException($"No checkout is above {AppContext.BaseDirectory}.");
        return folder;
    }
}
