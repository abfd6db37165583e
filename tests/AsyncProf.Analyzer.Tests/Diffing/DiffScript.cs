using AsyncProf.Diffing;
using AsyncProf.Diffing.Runs;
using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Analyzer.Tests.Diffing;

/// <summary>Two sides of runs that are said, seven each unless told otherwise, each a little other than the one before.</summary>
internal static class DiffScript
{
    public const long Ms = 1_000_000;

    public static ProfileDiff Compare(Action<ScriptedProfile, long> from, Action<ScriptedProfile, long> to, int baseRuns = 7, int headRuns = 7, DiffOptions? options = null, RecordingInfo? headRecording = null) =>
        ProfileDiffer.Compare(Side("base", from, baseRuns, null), Side("head", to, headRuns, headRecording), options ?? new DiffOptions());

    public static DiffSide Side(string name, Action<ScriptedProfile, long> script, int runs, RecordingInfo? recording = null) =>
        new(name, [.. Enumerable.Range(0, runs).Select(run => RunReader.Read(Profile(script, run, recording), FormattableString.Invariant($"{name}-{run}")))]);

    /// <summary>The profile of one run: the script is given a few nanoseconds to add to what it says, so that no two runs are the same.</summary>
    public static AsyncProfile Profile(Action<ScriptedProfile, long> script, int run = 0, RecordingInfo? recording = null)
    {
        var profile = new ScriptedProfile();
        script(profile, run * 1000);
        return profile.Build(recording);
    }
}
