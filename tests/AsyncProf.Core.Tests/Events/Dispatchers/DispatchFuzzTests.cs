using System.Buffers.Binary;
using AsyncProf.Events;
using AsyncProf.Events.Dispatchers;
using AsyncProf.Testing.Dispatchers;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Events.Dispatchers;

public class DispatchFuzzTests
{
    private static readonly int Mutations = Tier.Count(fast: 100_000, deep: 2_000_000);

    [Fact]
    public void Decode_OfDamagedBuffers_GivesOrderedEventsWithinTheirLength()
    {
        var random = new Random(20261129);
        byte[][] originals = [.. DispatchVectors.All, .. Enumerable.Range(0, 20).Select(_ => Written(random))];
        var decoder = new DispatchDecoder();
        List<AsyncEvent> events = [];
        int whole = 0, partly = 0;
        for (int i = 0; i < Mutations; i++)
        {
            // A manifest may have been believed that refuses everything: begin anew now and then.
            if (i % 50 == 0)
                decoder = new DispatchDecoder();
            byte[] buffer = Damage(originals[random.Next(originals.Length)], originals[random.Next(originals.Length)], random);
            long others = decoder.Damaged + decoder.Refused;
            events.Clear();

            bool isWhole = decoder.Decode(buffer, events, out DispatchHeader header);

            Assert.Equal(isWhole ? others : others + 1, decoder.Damaged + decoder.Refused);
            // An entry has two bytes at least, a frame one, and a gap comes of a header.
            Assert.InRange(events.Count, 0, Math.Max(0, buffer.Length - DispatchHeader.Length + 1));
            AssertOrdered(events, header);
            whole += isWhole ? 1 : 0;
            partly += !isWhole && events.Count > 1 ? 1 : 0;
        }

        // Damage in addresses and ids cannot be seen; but much can.
        Assert.InRange(whole, Mutations / 1_000, Mutations / 2);
        Assert.InRange(partly, Mutations / 10, Mutations);
    }

    private static void AssertOrdered(List<AsyncEvent> events, in DispatchHeader header)
    {
        long last = 0;
        int frames = 0;
        foreach (AsyncEvent e in events)
        {
            bool isFrame = e.Kind == AsyncEventKind.DispatchFrame;
            Assert.True(e.Timestamp >= last && e.Timestamp <= header.End);
            Assert.Equal(frames > 0, isFrame);
            last = e.Timestamp;
            frames = e.Kind == AsyncEventKind.DispatchStack ? e.OtherId : isFrame ? frames - 1 : 0;
        }

        Assert.Equal(0, frames);
    }

    private static byte[] Damage(byte[] one, byte[] other, Random random)
    {
        byte[] buffer = random.Next(4) switch
        {
            0 => one[..random.Next(one.Length + 1)],
            1 => [.. one[..random.Next(one.Length + 1)], .. other[random.Next(other.Length)..]],
            _ => [.. one],
        };
        // The header speaks true half of the time, so that damage gets further.
        if (buffer.Length >= DispatchHeader.Length && random.Next(2) == 0)
            BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(1), buffer.Length);
        for (int wounds = random.Next(4); wounds > 0 && buffer.Length > 0; wounds--)
        {
            int at = random.Next(random.Next(2) == 0 ? Math.Min(DispatchHeader.Length, buffer.Length) : 0, buffer.Length + 1);
            if (at < buffer.Length)
                buffer[at] ^= (byte)(1 << random.Next(8));
        }

        return buffer;
    }

    /// <summary>A buffer of anything the source can send.</summary>
    private static byte[] Written(Random random)
    {
        var writer = new DispatchBufferWriter((uint)random.Next(9), (ulong)random.Next(), random.NextInt64(1L << 40));
        long time = random.NextInt64(1L << 40, 1L << 41);
        for (int entries = random.Next(1, 30); entries > 0; entries--)
        {
            writer.At(time += random.Next(100_000));
            long[] frames = [.. Enumerable.Range(0, random.Next(5)).Select(_ => random.NextInt64(1L << 47))];
            _ = random.Next(12) switch
            {
                0 => writer.Create(random.Next(int.MinValue, int.MaxValue), random.Next()).CreateStack(0, random.Next(), frames),
                1 => writer.Resume(random.Next(int.MinValue, 0)).ResumeStack(random.Next(), frames),
                2 => writer.SuspendStack(random.Next(), frames).Suspend(),
                3 => writer.Complete(),
                4 => writer.Unwind((uint)random.Next()),
                5 or 6 => writer.ResumeMethod(),
                7 or 8 => writer.CompleteMethod(),
                9 => writer.Reset(),
                10 => writer.Metadata(rows: [(24, 1, 1)]).Raw(24, 1, new byte[random.Next(20)]),
                _ => writer.SyncClock(random.NextInt64()).ResetWrapperIndex(),
            };
        }

        return writer.ToArray();
    }
}
