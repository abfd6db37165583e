using AsyncProf.Triggers;

namespace AsyncProf.Runtime.Tests.Triggers;

/// <summary>A condition of the process that holds when it is told to.</summary>
internal sealed class ScriptedWatch : IProcessWatch
{
    public bool Holds { get; set; }

    public string? Poll(long now) => Holds ? "pool-delay: 1 s, more than 100 ms" : null;
}
