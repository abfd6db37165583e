using AsyncProf.Profiles;

namespace AsyncProf.Testing.Fleets;

/// <summary>A profile as an instance pushed or kept it.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Moment">When, in UTC.</param>
/// <param name="Profile">The profile.</param>
public sealed record KeptProfile(IReadOnlyDictionary<string, string> Labels, DateTime Moment, AsyncProfile Profile);
