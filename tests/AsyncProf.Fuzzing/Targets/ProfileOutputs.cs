using AsyncProf.Cli.Exporting;
using AsyncProf.Exporters;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Renderers;

namespace AsyncProf.Fuzzing.Targets;

/// <summary>Everything that is made of a profile: what can be read must also be shown.</summary>
internal static class ProfileOutputs
{
    /// <summary>Writes all formats to nowhere.</summary>
    public static void Write(AsyncProfile profile)
    {
        IReadOnlyList<Finding> findings = FindingRules.Find(profile);
        ReportJson.Write(profile, profile.Methods, findings, Stream.Null);
        ReportCsv.Write(profile.Methods);
        FindingsText.Write(findings);
        TimelineText.Write(profile, top: 100);
        SeriesText.Write(profile, width: 100);
        AsyncProfile folded = profile.FoldFramework();
        foreach (ExportFormat format in ExportFormat.All)
            format.Write(new ExportJob(format.FoldsFramework ? folded : profile, findings, "fuzz", ProfileAxis.Elapsed), Stream.Null);
        folded.Strip().CollapseRecursion().MinimumShare(0.01).Save(Stream.Null);
    }
}
