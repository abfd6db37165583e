using AsyncProf.Analyzer.Tests.Recording;
using AsyncProf.Decoding;

namespace AsyncProf.Analyzer.Tests.Decoding;

[Collection(OwnRecordingCollection.Name)]
public sealed class NettraceTailTests(OwnRecording recording)
{
    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    public void Open_OfARecording_KeepsEventsThatReadAsInTheWholeFile(int parts)
    {
        var whole = new List<(Guid, int, int, long, string)>();
        NettraceReader.Read(recording.Path, (provider, id, thread, timestamp, payload) => whole.Add((provider, id, thread, timestamp, Convert.ToHexString(payload))));
        var kept = new List<(Guid, int, int, long, string)>();
        using FileStream file = File.OpenRead(recording.Path);
        using Stream tail = NettraceTail.Open(file, file.Length / parts)!;

        NettraceSummary summary = NettraceReader.Read(tail, (provider, id, thread, timestamp, payload) => kept.Add((provider, id, thread, timestamp, Convert.ToHexString(payload))));

        Assert.False(summary.IsCut);
        Assert.InRange(kept.Count, 1, whole.Count - 1);
        Assert.Subset(whole.ToHashSet(), kept.ToHashSet());
        Assert.Equal(whole[^1], kept[^1]);
    }

    [Fact]
    public void Open_OfASmallFile_LeavesItWhole()
    {
        using FileStream file = File.OpenRead(recording.Path);

        Assert.Null(NettraceTail.Open(file, file.Length));
    }
}
