using System.IO.Compression;
using AsyncProf.Diffing;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing;

namespace AsyncProf.Analyzer.Tests.Diffing;

public class DiffProfileTests
{
    private const long Ms = 1_000_000;

    [Fact]
    public void Of_TheSameProfileTwice_HoldsNothing()
    {
        AsyncProfile profile = Playback.OfRandom(7);

        AsyncProfile change = DiffProfile.Of(profile, 3, profile, 3);

        Assert.Empty(change.Data.Samples);
        Assert.Equal("diff", change.Recording.Source);
    }

    [Theory]
    [InlineData(1, 1, 2, 1)]
    [InlineData(6, 2, 42, 7)]
    public void Of_TwoSides_SumsToWhatTheTreeSays(int baseSeed, int baseRuns, int headSeed, int headRuns)
    {
        AsyncProfile from = Playback.OfRandom(baseSeed), to = Playback.OfRandom(headSeed);
        var tree = DiffTree.Of(from, baseRuns, to, headRuns);

        AsyncProfile change = DiffProfile.Of(from, baseRuns, to, headRuns);

        Assert.Equal(tree.Root.ElapsedChangeNs, change.Data.Samples.Sum(sample => sample.Sums.Elapsed.TotalNs), tolerance: 4.0 * (from.Data.Samples.Count + to.Data.Samples.Count));
        Assert.Equal(tree.Root.TaskChangeNs, change.Data.Samples.Sum(sample => sample.Sums.Task.TotalNs), tolerance: 4.0 * (from.Data.Samples.Count + to.Data.Samples.Count));
        Assert.Equal(change.Data.Samples.Count, change.Data.Samples.Select(sample => sample.Stack).Distinct().Count());
    }

    [Fact]
    public void Save_OfLess_WritesNegativeNumbers()
    {
        using var bytes = new MemoryStream();

        Shrunk().Save(bytes);

        List<long[]> values = Values(Unpacked(bytes));
        Assert.Equal([-1, -30 * Ms, 0, -30 * Ms, 0, 0, -30 * Ms, 0, -30 * Ms, 0, 0, -30 * Ms], values.Single(sample => sample[3] != 0));
        Assert.Equal([0, 5 * Ms, 5 * Ms, 0, 0, 0, 5 * Ms, 5 * Ms, 0, 0, 0, 5 * Ms], values.Single(sample => sample[2] != 0));
    }

    [Fact]
    public void Load_OfADifference_SaysWhatItIs()
    {
        using var bytes = new MemoryStream();
        Shrunk().Save(bytes);
        bytes.Position = 0;

        Assert.Equal("it holds negative values: it is the difference of two profiles", Assert.Throws<InvalidDataException>(() => ProfileFile.Read(bytes)).Message);
    }

    private static AsyncProfile Shrunk() => DiffProfile.Of(
        WrittenProfile.Of(("GET /a", 2, 10, 10), ("GET /a > await Task.Delay", 4, 90, 90)),
        1,
        WrittenProfile.Of(("GET /a", 4, 30, 30), ("GET /a > await Task.Delay", 6, 120, 120)),
        1);

    private static byte[] Unpacked(MemoryStream file)
    {
        file.Position = 0;
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static List<long[]> Values(byte[] file)
    {
        var all = new List<long[]>();
        foreach ((int start, int length) in PprofTables.Read(file).Samples)
        {
            var values = new List<long>();
            var reader = new ProtoReader(file.AsSpan(start, length));
            while (reader.Next())
            {
                if (reader.Field == 2)
                    reader.AddNumbers(values, 100);
            }

            all.Add([.. values]);
        }

        return all;
    }
}
