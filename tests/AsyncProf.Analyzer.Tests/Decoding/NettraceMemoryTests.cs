using System.Diagnostics;
using AsyncProf.Analyzer.Tests.Recording;
using AsyncProf.Budgets;
using AsyncProf.Decoding;

namespace AsyncProf.Analyzer.Tests.Decoding;

/// <summary>What reading recordings takes, and gives back.</summary>
[Collection(OwnRecordingCollection.Name)]
public sealed class NettraceMemoryTests(OwnRecording recording) : IDisposable
{
    private const int Mega = 1 << 20;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>TraceEvent forgot the blocks that it held when a file ended: 4 MB a time here.</summary>
    [Fact]
    public void Load_OfARecordingCutShortManyTimes_GivesItsMemoryBack()
    {
        string cut = Write(new NettraceFile(File.ReadAllBytes(recording.Path)).Add("StackBlock", NettraceFile.Stack(4 * Mega)).Bytes);
        Read(cut, times: 5);
        long before = PrivateBytes();

        Read(cut, times: 100);

        Assert.InRange(PrivateBytes() - before, long.MinValue, 100 * Mega);
    }

    [Fact]
    public void Load_OfMillionsOfEventsOfOneByte_StaysWithinTheBudget()
    {
        string small = Write(new NettraceFile(File.ReadAllBytes(recording.Path)).Add("EventBlock", NettraceFile.Events(2 * Mega)).Bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<MemoryBudgetException>(() => NettraceProfile.Load(small, new MemoryBudget(64 * Mega)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 96 * Mega);
    }

    [Fact]
    public void Load_OfEventsBetweenSequencePoints_CountsThoseThatAreHeldBackOnly()
    {
        var file = new NettraceFile(File.ReadAllBytes(recording.Path));
        for (int i = 0; i < 20; i++)
            file.Add("StackBlock", NettraceFile.Stack(4 * Mega)).Add("SPBlock", new byte[12]);
        var budget = new MemoryBudget(64 * Mega);

        long methods = NettraceProfile.Load(Write([.. file.Bytes, NettraceLayout.NullReference]), budget).Methods.Count;

        Assert.InRange(methods, 2, long.MaxValue);
        Assert.InRange(budget.Used, 1, Mega); // the profile stays charged, reading does not
    }

    [Fact]
    public void Load_WhereABlockClaimsToBeHuge_MakesNoRoomForIt()
    {
        byte[] whole = new NettraceFile(File.ReadAllBytes(recording.Path)).Add("EventBlock", NettraceFile.Events(10)).Bytes;
        BitConverter.GetBytes(900 * Mega).CopyTo(whole, whole.AsSpan().LastIndexOf("EventBlock"u8) + "EventBlock".Length + 1);
        long before = GC.GetAllocatedBytesForCurrentThread();

        NettraceReader.Read(new MemoryStream(whole), (_, _, _, _, _) => { });

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 * Mega);
    }

    private static void Read(string path, int times)
    {
        for (int i = 0; i < times; i++)
            NettraceProfile.Load(path);
    }

    private static long PrivateBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        if (!OperatingSystem.IsLinux())
            return Process.GetCurrentProcess().PrivateMemorySize64;
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }

    private string Write(byte[] content)
    {
        string path = Path.Combine(_directory.FullName, "x.nettrace");
        File.WriteAllBytes(path, content);
        return path;
    }
}
