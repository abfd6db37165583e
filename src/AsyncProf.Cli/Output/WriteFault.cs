namespace AsyncProf.Cli.Output;

/// <summary>What stands in the way of writing: a full disk, missing rights, a limit.</summary>
internal static class WriteFault
{
    /// <summary>Whether an error is one of these. For a file that would grow beyond what the process may write (<c>ulimit -f</c>) the framework throws what it throws for a wrong argument.</summary>
    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };
}
