using AsyncProf.Fleets;

namespace AsyncProf.Cli.Diffing;

/// <summary>Two sides in a store.</summary>
/// <param name="From">Its address, or a folder.</param>
/// <param name="Base">The base's labels.</param>
/// <param name="Head">The head's.</param>
/// <param name="Since">Since when; null for the usual.</param>
/// <param name="Until">Until when; null for now.</param>
/// <param name="Headers">What each request says besides. They may be secrets.</param>
/// <param name="Limits">How much is asked.</param>
internal sealed record FleetRequest(string From, string Base, string Head, string? Since, string? Until, IReadOnlyList<string> Headers, FleetLimits Limits);
