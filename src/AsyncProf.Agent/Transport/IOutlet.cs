using AsyncProf.Events.Batches;

namespace AsyncProf.Transport;

/// <summary>Who reads the capture of this process, for as long as somebody outside listens. Called by the runtime's diagnostic thread, which must not be held up.</summary>
internal interface IOutlet
{
    /// <summary>Somebody listens, or one more: sends from now on what is captured, and first what a newcomer has to know.</summary>
    /// <param name="source">Where it is sent.</param>
    /// <param name="wishes">What is wished; of several who listen, until all have gone, what satisfies them together.</param>
    void Start(BatchSource source, SessionWishes wishes);

    /// <summary>Sends everything up to now and says that it has.</summary>
    void Flush();

    /// <summary>Nobody listens any more.</summary>
    void Stop();
}
