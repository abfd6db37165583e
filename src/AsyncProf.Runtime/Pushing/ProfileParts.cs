using System.IO.Compression;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Pushing;

/// <summary>Makes of a profile what a store takes: one, or several of which each has some of the samples and tables of its own.</summary>
/// <param name="series">Which series there are.</param>
internal sealed class ProfileParts(SeriesBound series)
{
    /// <summary>Samples so far that fit into no profile, however few others are in it.</summary>
    public long Unfit { get; private set; }

    /// <summary>The parts; none of a profile in which nothing was charged.</summary>
    public IReadOnlyList<PushPart> Of(AsyncProfile profile)
    {
        KeyValuePair<(int Stack, SeriesKey Series), Measures>[] samples = [.. series.Sum(profile.Data)];
        var parts = new List<PushPart>();
        Add(samples, profile, PprofMeasures.Of(profile.Recording), parts);
        return parts;
    }

    /// <summary>Halves them until each half fits: what neighbours share stands in each part once.</summary>
    private void Add(ReadOnlySpan<KeyValuePair<(int Stack, SeriesKey Series), Measures>> samples, AsyncProfile profile, IReadOnlyList<PprofMeasure> measures, List<PushPart> parts)
    {
        var writer = new PartWriter(profile.Data, measures);
        foreach (((int stack, SeriesKey key), Measures sums) in samples)
        {
            writer.Add(stack, key, sums);
            if (writer.Samples <= StoreLimits.Samples && writer.Length <= StoreLimits.ProfileBytes)
                continue;
            if (samples.Length == 1)
            {
                Unfit++;
                return;
            }

            Add(samples[..(samples.Length / 2)], profile, measures, parts);
            Add(samples[(samples.Length / 2)..], profile, measures, parts);
            return;
        }

        if (writer.Samples > 0)
            parts.Add(new PushPart(Gzipped(writer.Finish(profile.Recording)), profile.Recording.StartUtc, TimeSpan.FromTicks(profile.Recording.DurationNs / 100)));
    }

    private static byte[] Gzipped(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return output.ToArray();
    }
}
