using System.Reflection;
using System.Runtime.Loader;

/// <summary>Where the agent lives: its own assemblies come from its directory, whatever the app has of that name; all else is the app's.</summary>
internal sealed class AgentContext : AssemblyLoadContext
{
    private readonly string _directory;

    public AgentContext(string directory)
        : base("AsyncProf")
    {
        _directory = directory;
    }

    public Assembly LoadAgent() => LoadFromAssemblyPath(Path.Combine(_directory, "AsyncProf.Agent.dll"));

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is "AsyncProf.Core" ? LoadFromAssemblyPath(Path.Combine(_directory, "AsyncProf.Core.dll")) : null;
}
