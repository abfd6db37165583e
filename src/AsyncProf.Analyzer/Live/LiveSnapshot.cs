using AsyncProf.Profiles;

namespace AsyncProf.Live;

/// <summary>What a process does, at one moment.</summary>
/// <param name="Window">What was charged since the snapshot before: what ended meanwhile, and of what goes on, its time since then.</param>
/// <param name="Total">The same since the beginning, or since it was begun anew.</param>
/// <param name="State">What stands beside both.</param>
internal sealed record LiveSnapshot(AsyncProfile Window, AsyncProfile Total, LiveState State);
