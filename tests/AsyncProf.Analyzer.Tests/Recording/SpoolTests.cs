using AsyncProf.Recording.Attaching;

namespace AsyncProf.Analyzer.Tests.Recording;

/// <summary>What is kept until it can be written.</summary>
public class SpoolTests
{
    [Fact]
    public async Task Write_UpToTheBound_KeepsAll()
    {
        using var spool = new Spool(10);
        await spool.WriteAsync(new byte[] { 1, 2, 3, 4 });
        await spool.WriteAsync(new byte[] { 5, 6, 7, 8, 9, 10 });

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], spool.ToArray());
    }

    [Fact]
    public async Task Write_BeyondTheBound_KeepsNothing()
    {
        using var spool = new Spool(10);
        await spool.WriteAsync(new byte[] { 1, 2, 3, 4 });
        await spool.WriteAsync(new byte[7]);
        await spool.WriteAsync(new byte[1]);

        Assert.Equal((0, 0), (spool.Length, spool.Capacity));
    }
}
