using AsyncProf.Exporters;
using AsyncProf.Findings;
using AsyncProf.Profiles;

namespace AsyncProf.Cli;

/// <summary>What is to be exported.</summary>
/// <param name="Shown">The part of the profile that was asked for.</param>
/// <param name="Findings">What was found in the whole profile.</param>
/// <param name="Title">What a page is called.</param>
/// <param name="Axis">Whose time, where a format has room for one.</param>
internal sealed record ExportJob(AsyncProfile Shown, IReadOnlyList<Finding> Findings, string Title, ProfileAxis Axis);
