using System.Buffers;
using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Testing;
using AsyncProf.Testing.Scenarios;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Events;

public class BatchFormatTests
{
    private static readonly int Mutations = Tier.Count(fast: 50_000, deep: 1_000_000);

    [Fact]
    public void Read_OfWhatWasWritten_IsTheSame()
    {
        var random = new Random(1);
        for (int round = 0; round < 500; round++)
        {
            AsyncEvent[] events = [.. Enumerable.Range(0, random.Next(0, 50)).Select(_ => Any(random))];
            EventBatch written = new()
            {
                Thread = random.Next(),
                Ignored = random.Next(2) == 0,
                Sequence = random.Next(),
                AnchorTimestamp = random.NextInt64(long.MinValue, long.MaxValue),
                AnchorUtc = random.NextInt64(),
                Lost = [(AsyncEventKind.WorkBegin, random.NextInt64())],
                Names = [(7, "Async: <Grüße>d__3"), (9, "")],
                Events = events,
            };

            EventBatch read = BatchReader.Read(Write(written));

            Assert.Equal((written.Thread, written.Ignored, written.Sequence), (read.Thread, read.Ignored, read.Sequence));
            Assert.Equal((written.AnchorTimestamp, written.AnchorUtc), (read.AnchorTimestamp, read.AnchorUtc));
            Assert.Equal(written.Lost, read.Lost);
            Assert.Equal(written.Names, read.Names);
            Assert.Equal(events, read.Events.ToArray());
        }
    }

    [Fact]
    public void Write_OfARealisticLog_TakesFewBytesAnEvent()
    {
        byte[] data = Write(Realistic(out _));

        int events = BatchReader.Read(data).Events.Length;
        Assert.InRange((double)data.Length / events, 3, 8);
    }

    [Fact]
    public void Read_OfAnotherVersion_SaysSo()
    {
        byte[] data = Write(Realistic(out _));
        data[1] = 9;

        Assert.Contains("version 9", Assert.Throws<BatchFormatException>(() => BatchReader.Read(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfEveryPrefix_IsRefused()
    {
        byte[] data = Write(Realistic(out _));

        for (int length = 0; length < data.Length; length++)
            Assert.Throws<BatchFormatException>(() => BatchReader.Read(data.AsSpan(0, length)));
    }

    [Fact]
    public void Read_OfAClaimThatCannotBe_AllocatesNothingForIt()
    {
        // A count of 2^40 names: refused before anything of that size is made.
        byte[] data = [BatchWriter.Magic, BatchWriter.Version, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20];
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<BatchFormatException>(() => BatchReader.Read(data));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void ReadAndStitch_OfDamagedBatches_EndsInTheOneExceptionOrConserves()
    {
        var random = new Random(20261122);
        byte[] original = Write(Realistic(out NameTable names));
        byte[] data = new byte[original.Length];
        int read = 0;
        Playback playback = new(names, new PlaybackBounds(Intervals: 1_000));
        for (int i = 0; i < Mutations; i++)
        {
            original.CopyTo(data, 0);
            for (int wounds = random.Next(1, 4); wounds > 0; wounds--)
                data[random.Next(data.Length)] = (byte)random.Next(256);
            EventBatch batch;
            try
            {
                batch = BatchReader.Read(data.AsSpan(0, random.Next(8) == 0 ? random.Next(data.Length) : data.Length));
            }
            catch (BatchFormatException)
            {
                continue;
            }

            read++;
            foreach (AsyncEvent e in batch.Events.Span)
                playback.Feed([new LoggedEvent(1, e)]);
            if (read % 50 == 0)
            {
                playback.Finish(); // checks conservation
                playback = new Playback(names, new PlaybackBounds(Intervals: 1_000));
            }
        }

        Assert.InRange(read, Mutations / 1_000, Mutations);
    }

    private static byte[] Write(EventBatch batch)
    {
        var output = new ArrayBufferWriter<byte>();
        BatchWriter.Write(batch, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A small request with a join and a delegate, as one thread saw it.</summary>
    private static EventBatch Realistic(out NameTable names)
    {
        names = new NameTable(64);
        var simulator = new Simulator(names, threads: 1);
        IReadOnlyList<LoggedEvent> log = simulator.Play(simulator.Method("Main", Main(simulator)));
        return new EventBatch
        {
            Thread = 1,
            Names = [.. Enumerable.Range(2, names.Count - 2).Select(id => (id, "n"))],
            Events = log.Select(logged => logged.Event).ToArray(),
        };

        static IEnumerable<Step> Main(Simulator s)
        {
            yield return new Step.Mark(true, 1, "GET /");
            SimTask[] branches = [ScenarioPrograms.Sleep(s, "A", 3), ScenarioPrograms.Sleep(s, "B", 5), s.Run("D", [new Step.Burn(1)])];
            foreach (SimTask branch in branches)
                yield return new Step.Start(branch);
            yield return new Step.Await(s.WhenAll(branches));
            yield return new Step.Mark(false, 1, "GET /");
        }
    }

    private static AsyncEvent Any(Random random)
    {
        Span<byte> bytes = stackalloc byte[AsyncEvent.Size];
        random.NextBytes(bytes);
        return System.Runtime.InteropServices.MemoryMarshal.Read<AsyncEvent>(bytes) with { Extra = random.Next(-5, 5) };
    }
}
