using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Samples;

/// <summary>Names the frames of samples so that each name is that of one row: what an async method runs before it first suspends is no call of the method that events tell of.</summary>
/// <param name="data">What events say.</param>
internal sealed class SampledFrameNames(ProfileData data)
{
    private const string Prefix = " (prefix)";

    private readonly HashSet<string> _async = data.Frames.Where(frame => frame.Kind == FrameKind.Method).Select(frame => frame.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>What a frame is.</summary>
    public static FrameKind KindOf(SampledFrame frame) => frame.IsExternal ? FrameKind.External : FrameKind.Sync;

    /// <summary>Its name.</summary>
    public string Of(SampledFrame frame) => frame.IsPrefix || _async.Contains(frame.Name) ? frame.Name + Prefix : frame.Name;
}
