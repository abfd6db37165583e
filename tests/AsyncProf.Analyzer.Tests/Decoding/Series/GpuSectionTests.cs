using AsyncProf.Analyzer.Tests.Recording;
using AsyncProf.Decoding;
using AsyncProf.Decoding.Series;
using AsyncProf.Decoding.Stacks;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Analyzer.Tests.Decoding.Series;

[Collection(OwnRecordingCollection.Name)]
public sealed class GpuSectionTests(OwnRecording recording) : IDisposable
{
    private static readonly GpuReading[] Readings = [new(1_000, 12.5, 1 << 30), new(900, 0, 0), new(long.MaxValue, 300, 5)];

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_OfWhatWasAppended_IsTheSameAlsoBesideStacks()
    {
        using (FileStream file = File.Create(_path))
        {
            FileSections.Append(file, FileSections.Stacks, [1, 2, 3]);
            GpuSection.Append(file, Readings);
        }

        Assert.Equal(Readings, GpuSection.Read(_path));
        using FileStream written = File.OpenRead(_path);
        Assert.Equal(written.Length, FileSections.LengthIn(written));
        Assert.Equal((0L, 3), FileSections.Find(written, FileSections.Stacks));
    }

    [Fact]
    public void Read_OfAFileWithoutOneOrADamagedOne_IsNothingOrLess()
    {
        Assert.Empty(GpuSection.Read(recording.Path));
        using (FileStream file = File.Create(_path))
            GpuSection.Append(file, Readings);
        byte[] whole = File.ReadAllBytes(_path);
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++)
        {
            byte[] damaged = [.. whole];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_path, damaged[random.Next(3)..]);
            Assert.InRange(GpuSection.Read(_path).Count, 0, 64);
        }
    }

    [Fact]
    public void Load_ARecordingWithBothSections_IsWholeAndHasTheSeries()
    {
        File.Copy(recording.Path, _path, overwrite: true);
        NettraceHeader header = NettraceHeader.Of(_path);
        using (FileStream file = new(_path, FileMode.Append))
        {
            SamplesTrailer.Append(file, new SampledStacks());
            GpuSection.Append(file, [new GpuReading(header.Start - header.Frequency, 99, 1), new GpuReading(header.Start + (header.Frequency / 10), 40, 1_000), new GpuReading(long.MaxValue / 2, 99, 1)]);
        }

        AsyncProfile profile = NettraceProfile.Load(_path);

        Assert.Equal(0, profile.Recording.BrokenOff);
        TimeSeries series = profile.Data.Timeline!.Series!;
        Assert.InRange(series.Steps, 1, 60);
        Assert.Equal([40], series[SeriesMeasure.Gpu]!.Known);
        Assert.Equal([1_000], series[SeriesMeasure.GpuMemory]!.Known);
    }
}
