using AsyncProf.Attribution;

namespace AsyncProf.Engine;

/// <summary>Takes what the profiler's own requests and scopes were charged as well.</summary>
internal interface IOwnEntrySink : ITreeSink;
