using System.Text.RegularExpressions;

namespace AsyncProf.Diffing;

/// <summary>Thresholds for the roots and methods whose names match.</summary>
/// <param name="Match">Which.</param>
/// <param name="Threshold">The smallest change that counts, as a share of the base; null for the usual.</param>
/// <param name="FloorNs">The smallest change that counts, in nanoseconds for each root; null for the usual.</param>
/// <param name="Ignore">Whether no change of them counts.</param>
internal sealed record ThresholdRule(Regex Match, double? Threshold, long? FloorNs, bool Ignore);
