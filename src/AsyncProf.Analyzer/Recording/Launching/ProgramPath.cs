namespace AsyncProf.Recording.Launching;

/// <summary>Where a command is, as a shell finds it: a name without a slash along PATH only. The framework looks beside this tool and in the working directory first.</summary>
internal static class ProgramPath
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The path of a command.</summary>
    /// <exception cref="RecordingException">There is none of that name.</exception>
    public static string Find(string command)
    {
        if (OperatingSystem.IsWindows() || command.Contains('/', StringComparison.Ordinal))
            return command;
        foreach (string directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            string path = Path.Combine(directory.Length == 0 ? "." : directory, command); // an empty part of PATH is the working directory
            if (File.Exists(path) && (File.GetUnixFileMode(path) & Executable) != 0)
                return Path.GetFullPath(path);
        }

        throw new RecordingException($"{command} cannot be started: there is no program of that name in PATH.");
    }
}
