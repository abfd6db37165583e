using AsyncProf.Analyzer.Tests.Recording;
using AsyncProf.Decoding;
using AsyncProf.Events.Dispatchers;
using AsyncProf.Profiles;
using AsyncProf.Testing.Dispatchers;
using static AsyncProf.Analyzer.Tests.Decoding.Dispatches.RuntimePayload;

namespace AsyncProf.Analyzer.Tests.Decoding.Dispatches;

/// <summary>From a recording with runtime-async to a profile.</summary>
[Collection(OwnRecordingCollection.Name)]
public sealed class DispatchedProfileTests(OwnRecording recording) : IDisposable
{
    private const int Dispatcher = 1_000_000;
    private const long Millisecond = 1_000_000;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void MayHave_OfARecordingOfAnOlderRuntime_SaysNoWithoutReadingIt() =>
        Assert.False(NettraceBlocks.MayHave(recording.Path, DispatchEvents.SourceName));

    [Fact]
    public void Load_OfBuffersAndMethodsAtTheEnd_TellsTheMethods()
    {
        long start = NettraceHeader.Of(recording.Path).Start;
        Assert.True(start > 0);
        byte[] first = new DispatchBufferWriter(1, 900_001, start).Reset().Create(0, Dispatcher).CreateStack(0, Dispatcher, 0, 0x2010, 0x1010).ToArray();
        byte[] second = new DispatchBufferWriter(2, 900_002, start + (20 * Millisecond)).Reset().Resume(Dispatcher).ResumeStack(Dispatcher, 0, 0x2010, 0x1010)
            .ResumeMethod().CompleteMethod().ResumeMethod().At(start + (30 * Millisecond)).CompleteMethod().ResumeMethod().CompleteMethod().Complete().ToArray();

        AsyncProfile profile = NettraceProfile.Load(Write(start, first, second, new byte[50]));

        MethodRow outer = Assert.Single(profile.Methods, row => row.Method == "Shop.Orders.PlaceAsync"), inner = Assert.Single(profile.Methods, row => row.Method == "Shop.Stock.TakeAsync");
        Assert.Equal((1, 1), (outer.Calls, inner.Calls));
        Assert.Equal((20 * Millisecond, 10 * Millisecond), (inner.TaskSelf.WaitingNs, inner.TaskSelf.RunningNs));
        Assert.Contains(profile.Edges, edge => edge.Caller == outer.Method && edge.Callee == inner.Method);
        Assert.Equal(1, profile.Recording.LostEvents);
        Assert.Contains(profile.Methods, row => row.Method.EndsWith("OwnRecording.OuterAsync", StringComparison.Ordinal) && row.Calls == 3);
    }

    private string Write(long start, params byte[][] buffers)
    {
        const string Rundown = "Microsoft-Windows-DotNETRuntimeRundown";
        long end = start + (1000 * Millisecond);
        var file = new NettraceFile(File.ReadAllBytes(recording.Path));
        file.Describe(50_001, DispatchEvents.SourceName, DispatchEvents.EventId).Describe(50_002, Rundown, MethodListedAtEnd).Describe(50_003, Rundown, ModuleListedAtEnd);
        // The later thread's buffer comes first.
        foreach (byte[] buffer in buffers.Reverse())
            file.Add(50_001, end, Buffer(buffer));
        file.Add(50_002, end, Method(7, 0x1000, 0x100, 0x06000001, "Shop.Orders", "PlaceAsync")).Add(50_002, end, Method(7, 0x2000, 0x100, 0x06000002, "Shop.Stock", "TakeAsync"));
        file.Add(50_003, end, Module(7, "/none/Shop.dll"));
        string path = Path.Combine(_directory.FullName, "dispatched.nettrace");
        File.WriteAllBytes(path, [.. file.Bytes, NettraceLayout.NullReference]);
        return path;
    }
}
