namespace AsyncProf.Attribution;

/// <summary>A receiver of charged roots that wants to know when the capture pauses.</summary>
internal interface ICutSink : ITreeSink
{
    /// <summary>The capture pauses: what has not ended has been charged for the last time.</summary>
    void OnCut();
}
