using System.Text.Json;
using AsyncProf.Exporters;
using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Analyzer.Tests.Exporters;

/// <summary>What viewers of nested slices rely on, over random programs.</summary>
public class TreeSliceTests
{
    [Fact]
    public void Of_AnyTree_IsBalancedInOrderAndAddsUp()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            CallNode root = Playback.OfRandom(seed).Tree;
            foreach (TreeMeasure measure in TreeMeasure.All)
            {
                var open = new Stack<CallNode>();
                long at = 0, own = 0, whole = measure.Total(root);
                foreach (TreeSlice slice in TreeSlice.Of(root, measure))
                {
                    Assert.InRange(slice.At, at, whole);
                    at = slice.At;
                    if (slice.Begins)
                        open.Push(slice.Node);
                    else
                        Assert.Same(open.Pop(), slice.Node);
                    own += slice.Begins ? measure.Self(slice.Node) : 0;
                }

                Assert.Empty(open);
                Assert.Equal(whole, own);
            }
        }
    }

    [Fact]
    public void Perfetto_OfAnyProfile_NestsOnEveryTrack()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            using var bytes = new MemoryStream();
            Perfetto.Write(Playback.OfRandom(seed), bytes);
            using JsonDocument document = JsonDocument.Parse(bytes.ToArray());
            foreach (var track in document.RootElement.GetProperty("traceEvents").EnumerateArray().Where(e => e.GetProperty("ph").GetString() == "X")
                .GroupBy(e => (e.GetProperty("pid").GetInt32(), e.GetProperty("tid").GetInt32())))
            {
                var open = new Stack<decimal>([decimal.MaxValue]);
                foreach (JsonElement slice in track)
                {
                    decimal start = slice.GetProperty("ts").GetDecimal(), end = start + slice.GetProperty("dur").GetDecimal();
                    while (open.Peek() <= start && end > open.Peek())
                        open.Pop();
                    Assert.True(end <= open.Peek(), $"{slice} ends after the slice that it is in");
                    open.Push(end);
                }
            }
        }
    }
}
