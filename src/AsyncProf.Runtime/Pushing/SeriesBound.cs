using AsyncProf.Hosting;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Pushing;

/// <summary>
/// Which series there are. The first ones stay, of those that come together the largest go first; what comes when there are as many as there may be is in one that stands for all others, so that a
/// route of which each has its own name fills no store.
/// </summary>
/// <param name="labels">What makes a series.</param>
/// <param name="maximum">How many there may be.</param>
internal sealed class SeriesBound(PushedLabels labels, int maximum)
{
    private const string Others = "other";

    private const int LongestRoot = 200;

    private readonly HashSet<SeriesKey> _known = [];

    /// <summary>Whether samples say which trace they are of.</summary>
    public bool TellsTraces => labels.HasFlag(PushedLabels.Trace);

    /// <summary>What was charged.</summary>
    public IReadOnlyDictionary<SampleKey, Measures> Sum(ProfileData data)
    {
        var sums = new Dictionary<SampleKey, Measures>();
        SeriesKey[] series = SeriesOf(data);
        Admit(data, series);
        for (int i = 0; i < series.Length; i++)
        {
            StackCharge sample = data.Samples[i];
            var key = new SampleKey(sample.Stack, _known.Contains(series[i]) ? series[i] : Key(Others, Others, Others), data.LinkOf(sample.Tags));
            sums[key] = sums.GetValueOrDefault(key) + sample.Sums;
        }

        return sums;
    }

    private SeriesKey[] SeriesOf(ProfileData data)
    {
        int[] roots = labels.HasFlag(PushedLabels.Root) ? data.RootOfEach() : [];
        return [.. data.Samples.Select(sample => Key(roots.Length == 0 ? "" : Clip(data.FrameOf(roots[sample.Stack]).Name), PprofTags.Text(sample.Tags.Root), PprofTags.Text(sample.Tags.Status)))];
    }

    private void Admit(ProfileData data, SeriesKey[] series)
    {
        if (_known.Count >= maximum)
            return;
        var sizes = new Dictionary<SeriesKey, Int128>();
        for (int i = 0; i < series.Length; i++)
        {
            if (!_known.Contains(series[i]))
                sizes[series[i]] = sizes.GetValueOrDefault(series[i]) + data.Samples[i].Sums.Total;
        }

        foreach ((SeriesKey key, _) in sizes.OrderByDescending(pair => pair.Value).Take(maximum - _known.Count))
            _known.Add(key);
    }

    private SeriesKey Key(string root, string kind, string status) => new(
        labels.HasFlag(PushedLabels.Root) ? root : "", labels.HasFlag(PushedLabels.RootKind) ? kind : "", labels.HasFlag(PushedLabels.Status) ? status : "");

    private static string Clip(string name) => name.Length <= LongestRoot ? name : name[..LongestRoot];
}
