using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Tables;

/// <summary>How much of the roots' time stands under awaits of which nothing tells what is awaited.</summary>
internal static class UnknownWaits
{
    /// <summary>
    /// Whether a leaf is an await that nothing names: neither an event nor the code tells what is awaited. Who ended it may be known all the same: that is a label, and no name of what was
    /// awaited. One of several is a name, as far as it goes.
    /// </summary>
    public static bool NamesNothing(Frame frame) => frame.Wait switch
    {
        WaitKind.Unknown => true,
        WaitKind.Task or WaitKind.CompletedBy or WaitKind.ResumedBy => frame.On.Length == 0,
        _ => false,
    };

    /// <summary>Their share of the elapsed time of all roots, 0 to 1.</summary>
    public static double Share(ProfileData data)
    {
        bool[] counted = [.. data.Frames.Select(NamesNothing)];
        return SampleShare.Of(data, sample => sample.Sums.Elapsed.TotalNs, sample => counted[data.Stacks[sample.Stack].Frame]);
    }
}
