using AsyncProf.Files;

namespace AsyncProf.Cli.Output;

/// <summary>Writes the files that a user names. Only their owner may read them, and they appear whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Creates a file that is written while a recording goes on, and that others may read meanwhile. An existing one is replaced only if that is asked for: two recordings may choose one name.</summary>
    /// <exception cref="UserError">It cannot be created.</exception>
    public static FileStream Create(string path, bool force) => Guard(path, () => OwnerFile.Open(path, force ? FileMode.Create : FileMode.CreateNew, buffered: false));

    /// <exception cref="UserError">It exists and may not be replaced, or it cannot be written.</exception>
    public static void Write(string path, bool force, Action<Stream> write)
    {
        CheckFree(path, force);
        Guard(path, () =>
        {
            OwnerFile.Write(path, force, write);
            return true;
        });
    }

    /// <exception cref="UserError">It exists and may not be replaced, or is no name of a file.</exception>
    public static void CheckFree(string path, bool force)
    {
        if (path.Length == 0)
            throw new UserError("The output is an empty text: name a file.");
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new UserError($"{path} cannot be written: no file has such a name.");
        if (!force && File.Exists(path))
            throw new UserError($"{path} already exists: --force replaces it.");
    }

    /// <exception cref="UserError">The folder that it is to be in does not exist.</exception>
    public static void CheckFolder(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
            throw NoFolder(path);
    }

    /// <summary>Makes a folder, if there is none.</summary>
    /// <exception cref="UserError">It cannot be made.</exception>
    public static void MakeFolder(string folder) => Guard(folder, () => Directory.CreateDirectory(folder));

    private static UserError NoFolder(string path) => new($"The folder {Path.GetDirectoryName(path)} does not exist: create it first.");

    private static T Guard<T>(string path, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (DirectoryNotFoundException)
        {
            throw NoFolder(path);
        }
        catch (Exception exception) when (WriteFault.Is(exception))
        {
            throw new UserError($"{path} cannot be written: {exception.Message}");
        }
    }
}
