using AsyncProf.Profiles;

namespace AsyncProf.Diffing.Runs;

/// <summary>One run of a program: the unit that is sampled, for what happens within a run depends on the run.</summary>
/// <param name="Name">The file it comes from.</param>
/// <param name="Recording">What the recording says of itself.</param>
/// <param name="Roots">What it tells, root by root.</param>
/// <param name="OpenNs">The elapsed time of roots that had not ended, in nanoseconds: in no root's measures.</param>
internal sealed record RunMeasures(string Name, RecordingInfo Recording, IReadOnlyDictionary<RootKey, RootMeasures> Roots, long OpenNs);
