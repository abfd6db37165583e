namespace AsyncProf.Transport;

/// <summary>Who reads the capture of this process, for as long as somebody outside listens. Called by the runtime's diagnostic thread, which must not be held up.</summary>
internal interface IOutlet
{
    /// <summary>Somebody listens, or one more: sends from now on what is captured, and first what a newcomer has to know.</summary>
    /// <param name="source">Where it is sent.</param>
    /// <param name="exactEdges">Whether the process's own tasks are looked at for edges that no event tells; once somebody has asked for it, until all have gone.</param>
    /// <param name="budget">The share of the CPU that the capture may use; of several who listen, the largest holds. 1 for no limit.</param>
    void Start(BatchSource source, bool exactEdges, double budget);

    /// <summary>Sends everything up to now and says that it has.</summary>
    void Flush();

    /// <summary>Nobody listens any more.</summary>
    void Stop();
}
