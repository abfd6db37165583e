using AsyncProf.Profiles;

namespace AsyncProf.Cli;

/// <summary>Reads the files that a user names.</summary>
internal static class ProfileArgument
{
    /// <exception cref="UserError">The file is not there, may not be read, or is no profile.</exception>
    public static AsyncProfile Load(string path)
    {
        try
        {
            return AsyncProfile.Load(path);
        }
        catch (InvalidDataException exception)
        {
            throw new UserError($"{path} is no profile: {exception.Message.TrimEnd('.')}.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserError($"{path} is not there.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot be read: {exception.Message}");
        }
    }
}
