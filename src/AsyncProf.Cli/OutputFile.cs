using AsyncProf.Profiles;

namespace AsyncProf.Cli;

/// <summary>Writes the files that a user names. They are the user's alone, and appear whole or not at all.</summary>
internal static class OutputFile
{
    /// <exception cref="UserError">It is there and may not be replaced, or it cannot be written.</exception>
    public static void Write(string path, bool force, Action<Stream> write)
    {
        if (!force && File.Exists(path))
            throw new UserError($"{path} is there already; --force replaces it.");
        try
        {
            OwnerFile.Write(path, force, write);
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
