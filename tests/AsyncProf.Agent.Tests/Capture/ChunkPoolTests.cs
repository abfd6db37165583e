using AsyncProf.Capture;

namespace AsyncProf.Agent.Tests.Capture;

/// <summary>A reader that sleeps is told before there is no room left.</summary>
public class ChunkPoolTests
{
    [Fact]
    public void HandOver_OfAQuarterOfWhatMayBeFull_TellsTheReader()
    {
        (ChunkPool pool, Func<int> told) = Pool(chunks: 41);
        ThreadBuffer buffer = Buffer(pool);
        EventChunk writing = pool.TryRent(buffer)!; // forty are left

        for (int full = 1; full <= 10; full++)
        {
            EventChunk next = pool.TryRent(buffer)!;
            pool.HandOver(writing);
            writing = next;
            Assert.Equal(full < 10 ? 0 : 1, told());
        }
    }

    [Fact]
    public void HandOver_AfterTheReaderHasTakenAll_TellsNothing()
    {
        (ChunkPool pool, Func<int> told) = Pool(chunks: 40);
        ThreadBuffer buffer = Buffer(pool);
        for (int i = 0; i < 100; i++)
        {
            pool.HandOver(pool.TryRent(buffer)!);
            Assert.True(pool.Full.TryRead(out EventChunk? full));
            full.Received = true;
            pool.Return(full);
        }

        Assert.Equal(0, told());
    }

    private static ThreadBuffer Buffer(ChunkPool pool) => new(1, Thread.CurrentThread, ignored: false, pool);

    private static (ChunkPool Pool, Func<int> Told) Pool(int chunks)
    {
        int told = 0;
        var pool = new ChunkPool((long)chunks * ChunkPool.BytesPerChunk) { Filling = () => told++ };
        return (pool, () => told);
    }
}
