using AsyncProf.Cli.Output;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Recording;

/// <summary>The one process of a name.</summary>
internal static class ProcessByName
{
    /// <exception cref="UserError">There is none, or there are several.</exception>
    public static TargetProcess Find(string name)
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
