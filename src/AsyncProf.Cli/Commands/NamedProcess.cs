using AsyncProf.Cli.Output;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Commands;

/// <summary>The process that <c>--pid</c> or <c>--name</c> means.</summary>
internal static class NamedProcess
{
    /// <exception cref="UserError">No process has the name, or several have.</exception>
    /// <exception cref="RecordingException">There is no such process, or it cannot answer.</exception>
    public static TargetProcess Of(int? pid, string? name) => pid is { } id ? TargetProcess.Of(id) : Named(name!);

    private static TargetProcess Named(string name)
    {
        IReadOnlyList<TargetProcess> found = TargetProcess.Named(name);
        return found.Count switch
        {
            1 => TargetProcess.Of(found[0].Pid),
            0 => throw new UserError($"No .NET process is called {name}; asyncprof ps lists them."),
            _ => throw new UserError($"Several processes are called {name}: choose one by --pid, of {string.Join(", ", found.Select(target => target.Pid))}."),
        };
    }
}
