using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;

namespace AsyncProf.External.Tests.Libraries;

/// <summary>A program on code that we did not write, recorded as anybody would record it.</summary>
internal static class LibraryRecording
{
    /// <summary>Records a command to its end.</summary>
    /// <param name="output">Where the recording goes.</param>
    /// <param name="expected">With which code it ends.</param>
    /// <param name="command">The command.</param>
    public static async Task<AsyncProfile> OfAsync(string output, int expected, params string[] command)
    {
        (int code, string printed, string errors) = await Tool.RunAsync(["record", "-o", output, "--force", "--", .. command]);
        Assert.True(code == expected, $"{command[0]} ended with {code}: {printed}{errors}");
        AsyncProfile profile = NettraceProfile.Load(output);
        AssertSound(profile);
        return profile;
    }

    /// <summary>Nothing was lost, broken off or impossible, and no time is missing or counted twice.</summary>
    private static void AssertSound(AsyncProfile profile)
    {
        RecordingInfo recording = profile.Recording;
        Assert.Equal((0, 0, 0, 0, 0), (recording.LostEvents, recording.LostBatches, recording.BrokenOff, recording.Unbalanced, recording.IllegalTransitions));
        Assert.Equal(profile.Roots.Sum(root => root.ElapsedNs), profile.Tree.ElapsedTotal.TotalNs);
        Assert.Equal(profile.Tree.ElapsedTotal.TotalNs, profile.Methods.Sum(row => row.ElapsedSelf.TotalNs));
        Assert.Equal(profile.Tree.TaskTotal.TotalNs, profile.Methods.Sum(row => row.TaskSelf.TotalNs));
        foreach (IGrouping<string, RootRow> main in profile.Roots.Where(root => root.Name.EndsWith("Program.Main", StringComparison.Ordinal)).GroupBy(root => root.Name))
            Assert.InRange(main.Sum(root => root.ElapsedNs - root.WallNs), -1000, 1000); // however often a snapshot has cut it
    }
}
