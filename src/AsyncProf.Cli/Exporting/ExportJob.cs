using AsyncProf.Exporters;
using AsyncProf.Findings;
using AsyncProf.Profiles;

namespace AsyncProf.Cli.Exporting;

/// <summary>A profile to be exported.</summary>
/// <param name="Shown">The part of the profile that was asked for.</param>
/// <param name="Findings">What was found in the whole profile.</param>
/// <param name="Title">The title of a page.</param>
/// <param name="Axis">The time axis, where a format has room for only one.</param>
internal sealed record ExportJob(AsyncProfile Shown, IReadOnlyList<Finding> Findings, string Title, ProfileAxis Axis);
