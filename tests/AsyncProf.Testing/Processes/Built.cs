namespace AsyncProf.Testing.Processes;

/// <summary>Programs built beside these tests, in the same configuration.</summary>
public static class Built
{
    /// <summary>The path of a program's assembly.</summary>
    /// <param name="project">The project's folder below the repository's root.</param>
    /// <param name="assembly">The assembly's file name.</param>
    public static string Path(string project, string assembly)
    {
        string output = System.IO.Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        string framework = System.IO.Path.GetFileName(output);
        string configuration = System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(output)!);
        string root = System.IO.Path.Combine(output, "..", "..", "..", "..", "..");
        string path = System.IO.Path.GetFullPath(System.IO.Path.Combine(root, project, "bin", configuration, framework, assembly));
        return File.Exists(path) ? path : throw new FileNotFoundException($"Build it first: {path} is not there.");
    }
}
