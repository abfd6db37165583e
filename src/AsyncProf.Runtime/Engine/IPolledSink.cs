using AsyncProf.Attribution;

namespace AsyncProf.Engine;

/// <summary>A receiver of charged roots that has something to do from time to time. All of it on the engine's thread.</summary>
internal interface IPolledSink : ITreeSink
{
    /// <summary>Whether it has so much to do that it must be called fifty times a second, and not ten.</summary>
    bool IsBusy => false;

    /// <summary>Called some ten times a second, or fifty.</summary>
    /// <param name="now">Ticks of the stopwatch.</param>
    void Poll(long now);

    /// <summary>Does at once what was left for later: it will not be called again.</summary>
    void Flush();
}
