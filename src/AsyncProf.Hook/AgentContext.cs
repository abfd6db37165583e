using System.Reflection;
using System.Runtime.Loader;

/// <summary>Where the agent lives: its own assemblies come from its directory, whatever the app has of that name; all else is the app's.</summary>
internal sealed class AgentContext : AssemblyLoadContext
{
    private readonly Assembly _core;

    /// <summary>Both are loaded before the hook returns: the directory may be gone afterwards.</summary>
    public AgentContext(string directory)
        : base("AsyncProf")
    {
        _core = LoadFromAssemblyPath(Path.Combine(directory, "AsyncProf.Core.dll"));
        Agent = LoadFromAssemblyPath(Path.Combine(directory, "AsyncProf.Agent.dll"));
    }

    public Assembly Agent { get; }

    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name is "AsyncProf.Core" ? _core : null;
}
