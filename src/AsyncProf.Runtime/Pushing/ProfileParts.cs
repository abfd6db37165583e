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

    /// <summary>
    /// The parts, one by one as they are asked for; none of a profile in which nothing was charged. Each begins a millisecond after the one before it: a store takes what has the labels and the time of
    /// another for the same, and keeps one of them. So one that is sent twice is kept once, too.
    /// </summary>
    public IEnumerable<PushPart> Of(AsyncProfile profile)
    {
        var stacks = new CutStacks(profile.Data);
        KeyValuePair<SampleKey, Measures>[] samples = [.. stacks.Join(series.Sum(profile.Data))];
        IReadOnlyList<PprofMeasure> measures = PprofMeasures.Of(profile.Recording);
        RecordingInfo recording = profile.Recording;
        var rest = new Stack<(int From, int Count)>([(0, samples.Length)]);
        while (rest.TryPop(out (int From, int Count) some))
        {
            var writer = new PartWriter(profile.Data, stacks, measures, series.TellsTraces);
            if (Fits(samples.AsSpan(some.From, some.Count), writer))
            {
                if (writer.Samples == 0)
                    continue;
                yield return new PushPart(Gzipped(writer.Finish(recording)), recording.StartUtc, TimeSpan.FromTicks(recording.DurationNs / 100));
                if (recording.StartUtc != default)
                    recording = recording with { StartUtc = recording.StartUtc.AddMilliseconds(1) };
            }
            else if (some.Count == 1)
            {
                Unfit++;
            }
            else
            {
                // Halved until each half fits: what neighbours share stands in each part once.
                rest.Push((some.From + (some.Count / 2), some.Count - (some.Count / 2)));
                rest.Push((some.From, some.Count / 2));
            }
        }
    }

    /// <summary>Writes samples; false where they are more than a store takes.</summary>
    private static bool Fits(ReadOnlySpan<KeyValuePair<SampleKey, Measures>> samples, PartWriter writer)
    {
        foreach ((SampleKey key, Measures sums) in samples)
        {
            writer.Add(key, sums);
            if (writer.Samples > StoreLimits.Samples || writer.Length > StoreLimits.ProfileBytes)
                return false;
        }

        return true;
    }

    private static byte[] Gzipped(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return output.ToArray();
    }
}
