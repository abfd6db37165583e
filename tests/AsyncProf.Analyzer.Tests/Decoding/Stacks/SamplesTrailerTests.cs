using AsyncProf.Analyzer.Tests.Recording;
using AsyncProf.Decoding;
using AsyncProf.Decoding.Stacks;

namespace AsyncProf.Analyzer.Tests.Decoding.Stacks;

[Collection(OwnRecordingCollection.Name)]
public sealed class SamplesTrailerTests(OwnRecording recording) : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_OfWhatWasAppended_IsTheSame()
    {
        Write(Samples());

        SampledStacks read = SamplesTrailer.Read(_path)!;

        Assert.Equal([new StackSample(5, 1_000, 0), new StackSample(-7, 900, 1), new StackSample(5, 2_000, 0)], read.Samples);
        Assert.Equal([[1, 2, ulong.MaxValue], [4]], read.Stacks);
        Assert.Equal("Shop", read.Methods.Modules[3]);
        Assert.True(read.Methods.TryFind(150, out MethodRange machine));
        Assert.Equal(new MethodRange(100, 80, 3, "Shop.Orders+<GetAsync>d__1", false), machine);
        Assert.True(read.Methods.TryFind(200, out MethodRange system));
        Assert.Equal(new MethodRange(200, 1, 0, null, true), system);
    }

    [Fact]
    public void Read_OfAFileWithoutOne_IsNothing()
    {
        Assert.Null(SamplesTrailer.Read(recording.Path));
        Assert.Null(SamplesTrailer.Read(_path));
    }

    /// <summary>Whatever stands in its place, names stay as they are, and nothing is thrown.</summary>
    [Fact]
    public void Read_OfADamagedOne_IsNothingOrLess()
    {
        Write(Samples());
        byte[] whole = File.ReadAllBytes(_path);
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++)
        {
            byte[] damaged = [.. whole];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_path, damaged[random.Next(3)..]);

            _ = SamplesTrailer.Read(_path);
        }
    }

    [Fact]
    public void LengthIn_ALengthThatCannotBe_IsNone()
    {
        File.WriteAllBytes(_path, [1, 2, 3, .. BitConverter.GetBytes(4L), .. "APStacks"u8]);
        Assert.Equal(0, Length());
        File.WriteAllBytes(_path, [1, 2, 3, .. BitConverter.GetBytes(long.MaxValue), .. "APStacks"u8]);
        Assert.Equal(0, Length());
        File.WriteAllBytes(_path, [1, 2, 3, .. BitConverter.GetBytes(3L), .. "APStacks"u8]);
        Assert.Equal(19, Length());
    }

    /// <summary>Readers of the format stop at the end of the stream: ours, and TraceEvent by itself.</summary>
    [Fact]
    public void Append_ToARecording_LeavesItsEventsAsTheyWere()
    {
        File.Copy(recording.Path, _path, overwrite: true);
        using (FileStream file = new(_path, FileMode.Append))
            SamplesTrailer.Append(file, Samples());

        Assert.Equal(Events(recording.Path), Events(_path));
        using var source = new Microsoft.Diagnostics.Tracing.EventPipeEventSource(_path);
        int read = 0;
        source.AllEvents += _ => read++;
        Assert.True(source.Process());
        Assert.Equal(Events(recording.Path).Count, read);
    }

    private static List<(Guid, int, long)> Events(string path)
    {
        var events = new List<(Guid, int, long)>();
        Assert.False(NettraceReader.Read(path, (provider, id, _, timestamp, _) => events.Add((provider, id, timestamp))).IsCut);
        return events;
    }

    private static SampledStacks Samples()
    {
        var samples = new SampledStacks();
        samples.Methods.AddModule(3, "Shop");
        samples.Methods.Add(new MethodRange(200, 1, 0, null, true));
        samples.Methods.Add(new MethodRange(100, 80, 3, "Shop.Orders+<GetAsync>d__1", false));
        samples.Add(5, 1_000, [1, 2, ulong.MaxValue]);
        samples.Add(-7, 900, [4]);
        samples.Add(5, 2_000, [1, 2, ulong.MaxValue]);
        return samples;
    }

    private long Length()
    {
        using FileStream file = File.OpenRead(_path);
        return FileSections.LengthIn(file);
    }

    private void Write(SampledStacks samples)
    {
        using FileStream file = File.Create(_path);
        SamplesTrailer.Append(file, samples);
    }
}
