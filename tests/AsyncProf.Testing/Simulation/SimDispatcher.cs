namespace AsyncProf.Testing.Simulation;

/// <summary>A chain of calls compiled as runtime-async that suspend and go on together. Only the first of them has a task of its own.</summary>
/// <param name="id">The id of that task.</param>
internal sealed class SimDispatcher(int id)
{
    public int Id { get; } = id;

    /// <summary>The calls that have not ended, the first caller first.</summary>
    public List<SimTask> Calls { get; } = [];

    /// <summary>How many frames an exception has left that nobody has caught yet.</summary>
    public int Unwinding { get; set; }
}
