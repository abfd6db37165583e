using System.IO.Compression;
using AsyncProf.Budgets;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Profiles.Pprof;

/// <summary>Files tell what the profile in memory tells, and hostile ones end in one sentence.</summary>
public class PprofTests
{
    private static readonly int Programs = Tier.Count(fast: 50, deep: 300), Mutations = Tier.Count(fast: 5_000, deep: 100_000);

    [Fact]
    public void Read_OfWhatWasWritten_TellsTheSameOfRandomPrograms()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            AsyncProfile profile = Playback.OfRandom(seed);

            byte[] file = PprofWriter.Write(profile);
            AsyncProfile read = PprofReader.Read(file);

            Assert.Equal(ProfileDump.Of(profile), ProfileDump.Of(read));
            Assert.Equal(PprofWriter.Write(read), PprofWriter.Write(PprofReader.Read(PprofWriter.Write(read))));
        }
    }

    [Fact]
    public void Read_OfAWindow_KnowsWhatOpenedIt()
    {
        var trigger = new TriggerInfo("slow-request: 1.2 s, more than 500 ms", "GET /a=b\n", "4bf92f3577b34da6a3ce929d0e0e4736");

        Assert.Equal(trigger, Read(trigger).Recording.Trigger);
        Assert.Null(Read(null).Recording.Trigger);
        Assert.Equal(trigger, AsyncProfile.Merge([Read(trigger), Read(trigger)]).Recording.Trigger);
        Assert.Equal(new TriggerInfo("mixed", "", ""), AsyncProfile.Merge([Read(trigger), Read(null)]).Recording.Trigger);

        static AsyncProfile Read(TriggerInfo? trigger)
        {
            var profile = new ScriptedProfile();
            profile.Root("GET /orders", 1, 1_000_000);
            return PprofReader.Read(PprofWriter.Write(profile.Build(new RecordingInfo { Trigger = trigger })));
        }
    }

    [Fact]
    public void Read_OfWaitsOnHandles_TellsThemAndMergesThem()
    {
        AsyncProfile profile = new TraceBuilder().At(1).Begins("P").At(10).Runs("P").At(20).Waits().At(35).HasWaited().HasWaited().At(50).Ends("P").Leaves().Play().Profile;

        AsyncProfile read = PprofReader.Read(PprofWriter.Write(profile)), both = AsyncProfile.Merge(profile, read);

        Assert.Equal(ProfileDump.Of(profile), ProfileDump.Of(read));
        Assert.Equal(new HandleWaitInfo(1, 0, 1), read.Recording.HandleWaits);
        Assert.Equal(new HandleWaitInfo(2, 0, 2), both.Recording.HandleWaits);
        Assert.Equal(30_000_000, Assert.Single(both.Methods).Waits.Single(wait => wait.Kind == WaitKind.BlockedOnHandle).TaskNs);
    }

    [Fact]
    public void Read_OfAMethodCalledAsAWaitIs_StaysAMethod()
    {
        AsyncProfile profile = Playback.Of(s => s.Method("await Task.Delay", [new Step.Burn(3), new Step.Await(s.Delay(10)), new Step.Burn(2)])).Profile;

        AsyncProfile read = PprofReader.Read(PprofWriter.Write(profile));

        MethodRow method = Assert.Single(read.Methods);
        Assert.Equal(("await Task.Delay", FrameKind.Method, 1), (method.Method, method.Kind, method.Calls));
        CallNode wait = Assert.Single(Assert.Single(read.Tree.Children).Children);
        Assert.Equal(("await Task.Delay", FrameKind.Leaf, WaitKind.Named, "Task.Delay"), (wait.Name, wait.Kind, wait.Frame.Wait, wait.Frame.Target));
    }

    [Theory]
    [InlineData("\u29d7 Task.Delay", "await Task.Delay", WaitKind.Named)]
    [InlineData("\u29d7 Task", "await Task", WaitKind.Task)]
    [InlineData("\u29d7 Task completed by Shop.Pay", "await Task, completed by Shop.Pay", WaitKind.CompletedBy)]
    [InlineData("\u29d7 unknown awaitable", "await (unknown)", WaitKind.Unknown)]
    [InlineData("\u29d7 unknown awaitable, resumed by Shop.Pay", "await (unknown), resumed by Shop.Pay", WaitKind.ResumedBy)]
    [InlineData("\u29d7 blocked on Shop.Pay", "blocked on Shop.Pay", WaitKind.BlockedOn)]
    [InlineData("\u29d7 inlined Shop.Pay", "(inlined Shop.Pay)", WaitKind.Inlined)]
    [InlineData("\u29d7 request", "(request)", WaitKind.Request)]
    [InlineData("\u29d7 cycle", "(cycle)", WaitKind.Cycle)]
    [InlineData("\u29d7 (smaller)", "(smaller)", WaitKind.Smaller)]
    [InlineData("\u29d7 System.Net.Http.HttpClient.SendAsync", "System.Net.Http.HttpClient.SendAsync", WaitKind.Hidden)]
    internal void Read_OfAFileThatMarkedItsWaits_NamesThemInWords(string name, string label, WaitKind kind)
    {
        CallNode root = Assert.Single(PprofReader.Read(Marked(name)).Tree.Children), wait = Assert.Single(root.Children);

        Assert.Equal(("Shop.Get", FrameKind.Method), (root.Name, root.Kind));
        Assert.Equal((label, FrameKind.Leaf, kind), (wait.Name, wait.Kind, wait.Frame.Wait));
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes() => Assert.Equal(PprofWriter.Write(Playback.OfRandom(7)), PprofWriter.Write(Playback.OfRandom(7)));

    [Fact]
    public void Write_PutsTheDefaultTypeLastAndItsNameBehindTheTypes()
    {
        PprofTables tables = PprofTables.Read(PprofWriter.Write(Playback.OfRandom(3)));

        Assert.Equal("elapsed", tables.Text(tables.Types[^1].Type));
        Assert.Equal(tables.DefaultType, tables.Types[^1].Type);
        Assert.True(tables.DefaultType >= tables.Types.Count);
    }

    [Fact]
    public void Read_OfADamagedFile_EndsInTheOneExceptionOrBalances()
    {
        var random = new Random(20261122);
        byte[] original = PprofWriter.Write(Playback.OfRandom(5));
        byte[] damaged = new byte[original.Length];
        int read = 0;
        for (int i = 0; i < Mutations; i++)
        {
            original.CopyTo(damaged, 0);
            for (int wounds = random.Next(1, 4); wounds > 0; wounds--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            AsyncProfile profile;
            try
            {
                profile = PprofReader.Read(damaged.AsSpan(0, random.Next(4) == 0 ? random.Next(damaged.Length) : damaged.Length));
            }
            catch (InvalidDataException)
            {
                continue;
            }

            read++;
            if (read % 20 == 0)
                Assert.Equal(profile.Roots.Sum(root => root.ElapsedNs), profile.Tree.ElapsedTotal.TotalNs);
        }

        Assert.InRange(read, Mutations / 100, Mutations);
    }

    [Fact]
    public void Read_OfAnInflationBomb_EndsEarly()
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++)
                gzip.Write(zeros);
        }

        file.Position = 0;
        MemoryBudgetException exception = Assert.Throws<MemoryBudgetException>(() => ProfileFile.Read(file));
        Assert.Equal("reading it takes more than 512 MiB of memory", exception.Message);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("hello, this is a text and no profile", "a field is of a kind that does not exist")]
    [InlineData("{ \"json\": true }", "a field is of a kind that does not exist")]
    public void Read_OfAForeignFile_SaysWhatIsWrong(string content, string message)
    {
        using var file = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content));

        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => ProfileFile.Read(file)).Message);
    }

    [Fact]
    public void Read_OfAnotherToolsProfile_TakesItsTimesAsRunning()
    {
        AsyncProfile profile = PprofReader.Read(Foreign("cpu", "milliseconds", 3, 40));

        MethodRow leaf = Assert.Single(profile.Methods, row => row.Method == "main.work");
        Assert.Equal(40_000_000, leaf.TaskSelf.RunningNs);
        Assert.Equal(40_000_000, Assert.Single(profile.Methods, row => row.Method == "main.main").ElapsedTotalNs);
        Assert.Equal("pprof", profile.Recording.Source);
    }

    [Fact]
    public void Read_OfAProfileWithoutTimes_SaysWhatItHolds() => Assert.Equal(
        "it holds no times, only samples/count, space/bytes",
        Assert.Throws<InvalidDataException>(() => PprofReader.Read(Foreign("space", "bytes", 3, 40))).Message);

    [Fact]
    public void Read_OfADifference_SaysSo() => Assert.StartsWith(
        "it holds negative values",
        Assert.Throws<InvalidDataException>(() => PprofReader.Read(Foreign("cpu", "nanoseconds", 3, -40))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Save_Again_RefusesUnlessToldTo()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
        try
        {
            string path = Path.Combine(directory.FullName, "x.pb.gz");
            AsyncProfile profile = Playback.OfRandom(1);
            profile.Save(path);

            Assert.Throws<IOException>(() => profile.Save(path));
            profile.Save(path, overwrite: true);

            Assert.Equal(ProfileDump.Of(profile), ProfileDump.Of(AsyncProfile.Load(path)));
            Assert.Equal([path], directory.GetFiles().Select(file => file.FullName));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>As files were before waits were named in words: a mark began their names, and only the sample's label told that they were any.</summary>
    private static byte[] Marked(string wait)
    {
        string[] strings = ["", .. PprofMeasures.Always.Select(measure => measure.Name), PprofNames.Nanoseconds, PprofNames.Kind, "leaf", wait, "Shop.Get"];
        ProtoWriter file = new(), message = new(), inner = new();
        foreach (string type in PprofMeasures.Always.Select(measure => measure.Name))
        {
            message.Clear();
            message.Number(1, Array.IndexOf(strings, type));
            message.Number(2, Array.IndexOf(strings, PprofNames.Nanoseconds));
            file.Message(1, message);
        }

        message.Clear();
        message.Packed(1, [1, 2]);
        message.Packed(2, [1, 0, 0, 7, 0, 0, 7, 0, 7, 0, 0, 7]);
        inner.Number(1, Array.IndexOf(strings, PprofNames.Kind));
        inner.Number(2, Array.IndexOf(strings, "leaf"));
        message.Message(3, inner);
        file.Message(2, message);
        foreach ((int id, string name) in ((int, string)[])[(1, wait), (2, "Shop.Get")])
        {
            inner.Clear();
            inner.Number(1, id);
            message.Clear();
            message.Number(1, id);
            message.Message(4, inner);
            file.Message(4, message);
            message.Clear();
            message.Number(1, id);
            message.Number(2, Array.LastIndexOf(strings, name));
            message.Number(3, Array.LastIndexOf(strings, name));
            file.Message(5, message);
        }

        foreach (string text in strings)
            file.Text(6, text);
        return file.Written.ToArray();
    }

    /// <summary>As a CPU profiler of another language writes it: a count, then a time, stacks leaf first.</summary>
    private static byte[] Foreign(string type, string unit, long count, long value)
    {
        string[] strings = ["", "samples", "count", type, unit, "main.main", "main.work"];
        ProtoWriter file = new(), message = new(), inner = new();
        foreach ((int name, int of) in ((int, int)[])[(1, 2), (3, 4)])
        {
            message.Clear();
            message.Number(1, name);
            message.Number(2, of);
            file.Message(1, message);
        }

        message.Clear();
        message.Packed(1, [2, 1]);
        message.Packed(2, [count, value]);
        file.Message(2, message);
        for (int function = 1; function <= 2; function++)
        {
            inner.Clear();
            inner.Number(1, function);
            message.Clear();
            message.Number(1, function);
            message.Message(4, inner);
            file.Message(4, message);
            message.Clear();
            message.Number(1, function);
            message.Number(2, function + 4);
            file.Message(5, message);
        }

        foreach (string text in strings)
            file.Text(6, text);
        return file.Written.ToArray();
    }
}
