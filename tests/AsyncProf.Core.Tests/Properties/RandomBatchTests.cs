using System.Buffers;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Properties;

/// <summary>Random programs as they leave a process: in batches of each thread, which may come in any order, twice, or never.</summary>
public class RandomBatchTests
{
    private const long TicksPerMoment = 10_000;
    private static readonly int Programs = Tier.Count(fast: 60, deep: 1_000);

    [Fact]
    public void Feed_OfBatchesInAnyOrder_IsAsIfTheEventsHadComeOneByOne()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, List<LoggedEvent> log) = Play(seed);
            var direct = new Playback(names, graceTicks: 500 * TicksPerMoment);
            direct.Feed(log);
            var random = new Random(seed);
            List<byte[]> batches = Write(names, log, random);
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(batches));

            (Playback fed, BatchFeed feed, NameTable others) = Feed(batches);

            Assert.Equal(Text(direct.Finish()), Text(fed.Finish()));
            Assert.Equal((0, 0, batches.Count), (feed.LostBatches, feed.LateBatches, feed.Batches));
            Assert.True(others.Count > 2);
        }
    }

    [Fact]
    public void Feed_OfBatchesLostRepeatedAndCutShort_NeverThrowsAndCountsEveryLoss()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, List<LoggedEvent> log) = Play(seed);
            var random = new Random(seed);
            List<byte[]> batches = Write(names, log, random);
            int lost = 0, repeated = 0, refused = 0;
            for (int i = batches.Count - 1; i >= 0; i--)
            {
                switch (random.Next(12))
                {
                    case 0:
                        batches.RemoveAt(i);
                        lost++;
                        break;
                    case 1:
                        batches.Add(batches[i]);
                        repeated++;
                        break;
                    case 2:
                        batches[i] = batches[i][..random.Next(batches[i].Length)];
                        lost++;
                        refused++;
                        break;
                }
            }

            (Playback fed, BatchFeed feed, _) = Feed(batches, out int damaged);
            fed.Finish(); // checks conservation of every tree

            Assert.Equal(refused, damaged);
            Assert.InRange(feed.LostBatches, 0, lost); // a thread's last batches leave no hole
            Assert.InRange(feed.LateBatches, 0, repeated);
            Assert.True(feed.LostBatches == 0 || fed.Stitcher.Counts.Gaps > 0);
        }
    }

    private static (NameTable Names, List<LoggedEvent> Log) Play(int seed)
    {
        var names = new NameTable(512);
        var simulator = new Simulator(names, threads: 1 + (seed % 4)) { RaceWindow = 500 };
        IReadOnlyList<LoggedEvent> log = simulator.Play(new RandomProgram(seed, simulator).Main());

        // No two events at one time: their order is then in the times.
        return (names, [.. log.Select((logged, i) => logged with { Event = Retime(logged.Event, i) })]);
    }

    private static AsyncEvent Retime(AsyncEvent e, int index) => e with { Timestamp = (e.Timestamp * TicksPerMoment) + index };

    /// <summary>Cuts what each thread did into batches of some events.</summary>
    private static List<byte[]> Write(NameTable names, List<LoggedEvent> log, Random random)
    {
        var batches = new List<byte[]>();
        var output = new ArrayBufferWriter<byte>();
        foreach (IGrouping<int, LoggedEvent> thread in log.GroupBy(logged => logged.Thread))
        {
            AsyncEvent[] events = [.. thread.Select(logged => logged.Event)];
            for (int at = 0, sequence = 0, size; at < events.Length; at += size, sequence++)
            {
                size = Math.Min(random.Next(1, 20), events.Length - at);
                int[] ids = [.. events.AsSpan(at, size).ToArray().Where(e => e.Kind is AsyncEventKind.OperationBegin or AsyncEventKind.EntryStop).Select(e => e.Extra).Distinct()];
                output.ResetWrittenCount();
                BatchWriter.Write(
                    new EventBatch { Thread = thread.Key, Sequence = sequence, Names = [.. ids.Select(id => (id, names[id]))], Events = events.AsMemory(at, size) },
                    output);
                batches.Add(output.WrittenSpan.ToArray());
            }
        }

        return batches;
    }

    private static (Playback Playback, BatchFeed Feed, NameTable Names) Feed(List<byte[]> batches) => Feed(batches, out _);

    private static (Playback Playback, BatchFeed Feed, NameTable Names) Feed(List<byte[]> batches, out int damaged)
    {
        damaged = 0;
        var names = new NameTable(512);
        var playback = new Playback(names, graceTicks: 500 * TicksPerMoment);
        var feed = new BatchFeed(playback.Stitcher, names);
        foreach (byte[] batch in batches)
        {
            try
            {
                feed.Add(BatchReader.Read(batch));
            }
            catch (BatchFormatException)
            {
                damaged++;
            }
        }

        feed.Flush(long.MaxValue);
        return (playback, feed, names);
    }

    private static string Text(ProfileReading profile) =>
        string.Join('\n', profile.Frames().Select(node => $"{node.Name} {node.ElapsedSelf} {node.TaskSelf} {node.Calls}").Order(StringComparer.Ordinal));
}
