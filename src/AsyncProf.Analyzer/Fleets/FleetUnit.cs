using AsyncProf.Profiles;

namespace AsyncProf.Fleets;

/// <summary>One instance, or one slice of time: what is compared as a run.</summary>
/// <param name="Name">What it is called where it is shown.</param>
/// <param name="Profile">What the store holds of it.</param>
internal sealed record FleetUnit(string Name, AsyncProfile Profile);
