using AsyncProf.Events;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Profiles.Pprof;

/// <summary>What the samples of a profile say beside their stacks, whatever they are written in.</summary>
internal sealed class SampleLabels(ProfileData data)
{
    private readonly int[] _roots = data.RootOfEach();
    private readonly List<SampleLabel> _labels = [];

    /// <summary>The labels of a sample, each key once; valid until the next call.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="withSpan">Whether the span that it belongs to is one of them.</param>
    public IReadOnlyList<SampleLabel> Of(in StackCharge sample, bool withSpan = true)
    {
        _labels.Clear();
        if (sample.Tags.Bucket is var bucket && bucket >= 0)
            Add(PprofNames.Duration, DurationBuckets.Upper(bucket), PprofNames.Nanoseconds);
        Frame frame = data.FrameOf(sample.Stack);
        Add(PprofNames.Kind, frame.Kind == FrameKind.External ? PprofNames.External : TreeJson.KindOf(frame.Kind));
        if (SampledFrames(sample.Stack) is var sampled and > 0)
            Add(PprofNames.Sampled, sampled, PprofNames.Frames);
        if (frame.Wait != WaitKind.None)
            Add(PprofNames.Wait, WaitText.Word(frame.Wait));
        Add(PprofNames.Root, data.FrameOf(_roots[sample.Stack]).Name);
        Add(PprofNames.RootKind, PprofTags.Text(sample.Tags.Root));
        if (sample.Tags.Status != OperationStatus.Completed)
            Add(PprofNames.Status, PprofTags.Text(sample.Tags.Status));
        if (sample.Tags.Awaited != AwaitedBy.Parent)
            Add(PprofNames.Awaited, PprofTags.Text(sample.Tags.Awaited));
        if (withSpan && data.LinkOf(sample.Tags) is { IsNone: false } link)
        {
            Add(PprofNames.TraceId, link.TraceId);
            Add(PprofNames.SpanId, link.SpanId);
        }

        return _labels;
    }

    private void Add(string key, string text) => _labels.Add(new SampleLabel(key, text));

    private void Add(string key, long number, string unit) => _labels.Add(new SampleLabel(key, null, number, unit));

    /// <summary>How many frames above a wait, or at the end of a stack without one, are known from samples.</summary>
    private int SampledFrames(int stack)
    {
        int count = 0;
        if (data.FrameOf(stack).Kind == FrameKind.Leaf)
            stack = data.Stacks[stack].Parent;
        for (; stack > 0 && data.FrameOf(stack).IsSampled; stack = data.Stacks[stack].Parent)
            count++;
        return count;
    }
}
