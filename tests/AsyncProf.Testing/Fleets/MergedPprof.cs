using System.Runtime.InteropServices;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Testing.Fleets;

/// <summary>Profiles added up as Pyroscope adds them up: one sample type, no labels, equal stacks once, what is zero left out; functions, files and lines kept.</summary>
internal sealed class MergedPprof
{
    private readonly List<string> _strings = [""];
    private readonly Dictionary<Frame, long> _functions = [];
    private readonly Dictionary<(Frame Frame, int Line), long> _locations = [];
    private readonly Dictionary<string, (long[] Locations, long Value)> _samples = new(StringComparer.Ordinal);

    /// <summary>Writes them; nothing where there are none.</summary>
    public static byte[] Write(IReadOnlyList<AsyncProfile> profiles, string type)
    {
        PprofMeasure measure = PprofMeasures.Always.Single(known => known.Name == type);
        var merged = new MergedPprof();
        foreach (AsyncProfile profile in profiles)
            merged.Add(profile.Data, measure);
        return merged._samples.Count == 0 ? [] : merged.Write(measure);
    }

    private void Add(ProfileData data, PprofMeasure measure)
    {
        foreach (StackCharge sample in data.Samples)
        {
            if (measure.Of(sample.Sums) is not (var value and > 0))
                continue;
            var locations = new List<long>();
            int line = 0;
            for (int stack = sample.Stack; stack > 0; stack = data.Stacks[stack].Parent)
            {
                locations.Add(IdOf(_locations, (data.FrameOf(stack), line)));
                line = data.Stacks[stack].Line;
            }

            string key = string.Join(',', locations);
            _samples[key] = ([.. locations], _samples.GetValueOrDefault(key).Value + value);
        }
    }

    private byte[] Write(PprofMeasure measure)
    {
        (ProtoWriter output, ProtoWriter message, ProtoWriter inner) = (new(), new(), new());
        message.Number(1, Text(measure.Name));
        message.Number(2, Text(measure.Unit));
        output.Message(1, message);
        foreach ((long[] locations, long value) in _samples.Values)
        {
            message.Clear();
            message.Packed(1, locations);
            message.Packed(2, [value]);
            output.Message(2, message);
        }

        foreach (((Frame frame, int line), long id) in _locations)
        {
            inner.Clear();
            inner.Number(1, IdOf(_functions, frame));
            inner.Number(2, line);
            message.Clear();
            message.Number(1, id);
            message.Message(4, inner);
            output.Message(4, message);
        }

        foreach ((Frame frame, long id) in _functions)
        {
            message.Clear();
            message.Number(1, id);
            message.Number(2, Text(NameText.Display(frame)));
            message.Number(3, Text(frame.Kind == FrameKind.Leaf ? frame.Target : frame.Name));
            message.Number(4, Text(frame.File));
            output.Message(5, message);
        }

        foreach (string text in CollectionsMarshal.AsSpan(_strings))
            output.Text(6, text);
        return output.Written.ToArray();
    }

    private static long IdOf<TKey>(Dictionary<TKey, long> ids, TKey key)
        where TKey : notnull
    {
        if (!ids.TryGetValue(key, out long id))
            ids.Add(key, id = ids.Count + 1);
        return id;
    }

    private long Text(string text)
    {
        int found = _strings.IndexOf(text);
        if (found >= 0)
            return found;
        _strings.Add(text);
        return _strings.Count - 1;
    }
}
