using AsyncProf.Profiles;

namespace AsyncProf.Cli;

/// <summary>Writes the files that a user names. They are the user's alone, and appear whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Makes a file that is written while things happen, and that others may read meanwhile. What is there is replaced.</summary>
    /// <exception cref="UserError">It cannot be made.</exception>
    public static FileStream Create(string path) => Guard(path, () => OwnerFile.Open(path, FileMode.Create, buffered: false));

    /// <exception cref="UserError">It is there and may not be replaced, or it cannot be written.</exception>
    public static void Write(string path, bool force, Action<Stream> write)
    {
        CheckFree(path, force);
        Guard(path, () =>
        {
            OwnerFile.Write(path, force, write);
            return true;
        });
    }

    /// <exception cref="UserError">It is there and may not be replaced.</exception>
    public static void CheckFree(string path, bool force)
    {
        if (!force && File.Exists(path))
            throw new UserError($"{path} is there already; --force replaces it.");
    }

    private static T Guard<T>(string path, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (DirectoryNotFoundException)
        {
            throw new UserError($"{Path.GetDirectoryName(path)} is not there; make it first.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot be written: {exception.Message}");
        }
    }
}
