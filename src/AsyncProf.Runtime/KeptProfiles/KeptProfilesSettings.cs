namespace AsyncProf.KeptProfiles;

/// <summary>Which profiles are kept, and where: the values of the options at one moment.</summary>
internal sealed record KeptProfilesSettings(string Directory, TimeSpan Interval, RingCaps Caps);
