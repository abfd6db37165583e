using System.Diagnostics;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Renderers;

namespace AsyncProf.Analyzer.Tests.Renderers;

/// <summary>Awaits line by line, with the source where that can be had and should be shown.</summary>
public sealed class LinesTextTests : IDisposable
{
    private static readonly DateTime Recorded = new(2026, 11, 28, 12, 0, 0, DateTimeKind.Utc);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Write_OfAMethod_ShowsItsAwaitsWithTheirSource()
    {
        string file = Source("Shop.cs", "class Shop", "{", "    var x = await Gate\t.WaitAsync();", "    await Task.WhenAll(a, await b);", "    Sleep();", "}");

        string text = Write(200, Row(file, 3, "SemaphoreSlim.WaitAsync", 2), Row(file, 4, "Task.WhenAll", 1), Row(file, 4, "b", 1), Row(file, 5, "Task.Delay", 1), Row(file, 99, "Gone", 1));

        Assert.Equal(
            [
                "  line     hits  waiting    ready  running  average  await",
                "",
                "Shop.Orders.GetAsync",
                "     3        2  2.00 ms  1.00 ms  3.00 ms  1.50 ms  var x = await Gate .WaitAsync();",
                "     4        1  2.00 ms  1.00 ms  3.00 ms  3.00 ms  await Task.WhenAll  ← await Task.WhenAll(a, await b);",
                "     4        1  2.00 ms  1.00 ms  3.00 ms  3.00 ms  await b  ← await Task.WhenAll(a, await b);",
                "     5        1  2.00 ms  1.00 ms  3.00 ms  3.00 ms  await Task.Delay  ← Sleep();",
                "    99        1  2.00 ms  1.00 ms  3.00 ms  3.00 ms  await Gone",
            ],
            text.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Write_OfAwaitsWithoutAPlace_SaysWhatIsKnown()
    {
        string text = Write(100, Row("", 0, "(one of A, B)", 3), Row("", 0, "", 0));

        Assert.Contains("     ?        3", text, StringComparison.Ordinal);
        Assert.Contains("await (one of A, B)", text, StringComparison.Ordinal);
        Assert.Contains("       -  await (unknown)\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(200)]
    public void Write_InSoManyColumns_IsNoWider(int width)
    {
        string file = Source("Long.cs", "await " + new string('x', 300) + ";", "await One();");

        string text = Write(width, Row(file, 1, "X.Long", 1), Row(file, 2, "Two." + new string('y', 300), 1), Row(file, 2, "One", 1), Row("", 0, new string('z', 300), 1));

        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, width));
        Assert.Contains('…', text);
        Assert.Equal(width >= 100, text.Contains("running", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_OfASourceThatChangedSince_DoesNotShowIt()
    {
        string file = Source("Shop.cs", "await Gate.WaitAsync();");
        File.SetLastWriteTimeUtc(file, Recorded.AddSeconds(1));

        string text = Write(100, Row(file, 1, "SemaphoreSlim.WaitAsync", 1));

        Assert.Contains("await SemaphoreSlim.WaitAsync", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Gate", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relative.cs")]
    [InlineData("../../etc/passwd")]
    [InlineData(@"\\host\share\x.cs")]
    [InlineData("//host/share/x.cs")]
    [InlineData("/etc/passwd")]
    [InlineData("/dev/zero")]
    [InlineData("/no/such/file.cs")]
    [InlineData("a\0b.cs")]
    [InlineData("/tmp/\0.cs")]
    [InlineData("C:\\x.cs")]
    [InlineData(" ")]
    public void Write_OfAFileThatIsNotToBeOpened_ShowsWhatIsAwaited(string file)
    {
        string text = Write(100, Row(file, 1, "SemaphoreSlim.WaitAsync", 1));

        Assert.EndsWith("  await SemaphoreSlim.WaitAsync\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret.txt")]
    [InlineData("secret")]
    [InlineData("secret.cs.bak")]
    public void Write_OfAFileThatIsNoSource_DoesNotShowIt(string name) =>
        Assert.DoesNotContain("hidden", Write(100, Row(Source(name, "await hidden;"), 1, "X", 1)), StringComparison.Ordinal);

    [Fact]
    public void Write_OfASourceThatIsTooLarge_DoesNotShowIt() =>
        Assert.DoesNotContain("hidden", Write(100, Row(Source("Large.cs", ["await hidden;", new string('x', 5 << 20)]), 1, "X", 1)), StringComparison.Ordinal);

    [Fact]
    public async Task Write_OfADirectoryOrAPipe_NeitherFailsNorWaits()
    {
        string directory = _directory.CreateSubdirectory("Folder.cs").FullName, pipe = Path.Combine(_directory.FullName, "Pipe.cs");
        if (!OperatingSystem.IsWindows())
        {
            using Process made = Process.Start("mkfifo", [pipe]);
            await made.WaitForExitAsync();
        }

        string text = await Task.Run(() => Write(100, Row(directory, 1, "A", 1), Row(pipe, 1, "B", 1))).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Contains("await B", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfControlCharactersAnywhere_LeavesThemOut()
    {
        string file = Source("Shop.cs", "await \u001b[2JGate\u202e.WaitAsync();");

        string text = Write(100, Row(file, 1, "A", 1), Row("\u001b]0;pwned\u0007.cs", 2, "B\u001b[31m\nC", 1));

        Assert.DoesNotContain(text, letter => letter is '\u001b' or '\u0007' or '\u202e');
        Assert.Equal(5, text.TrimEnd('\n').Split('\n').Length);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(80)]
    public void Write_OfLinesThatSamplesSaw_PutsThemBetweenTheAwaits(int width)
    {
        string file = Source("Shop.cs", "Parse();", "await Gate.WaitAsync();", "Burn();");
        var builder = new ProfileDataBuilder();
        builder.Add(new StackCharge(builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, "A", false))), default, new Measures(1, 5, default, default)));
        builder.Note(new AwaitKey(RootKind.Operation, "A", FrameKind.Method, "A", "Gate.WaitAsync", file, 2, 7), new AwaitSums(1, 2, 3, 4));
        builder.Note(new LineKey(FrameKind.Method, "A", file, 3), 20_000_000);
        builder.Note(new LineKey(FrameKind.Method, "A", file, 1), 10_000_000);
        var profile = new AsyncProfile(new RecordingInfo { StartUtc = Recorded }, builder.Build());

        string[] lines = LinesText.Write(profile, profile.Methods, top: 1, width).TrimEnd('\n').Split('\n')[^3..];

        Assert.Equal(["1", "~", "10.0", "ms", "Parse();"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("await Gate.WaitAsync();", lines[1], StringComparison.Ordinal);
        Assert.Equal(["3", "~", "20.0", "ms", "Burn();"], lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Write_OfMoreMethodsThanAsked_SaysHowManyMore()
    {
        AsyncProfile profile = Profile(("A", Row("", 0, "X", 1)), ("B", Row("", 0, "X", 1)), ("C", Row("", 0, "X", 1)));

        string text = LinesText.Write(profile, profile.Methods, top: 1);

        Assert.EndsWith("\n… 2 more methods\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WhereNoAwaitIsKnown_SaysWhy()
    {
        AsyncProfile profile = Profile(("A", null));

        Assert.StartsWith("No await is known", LinesText.Write(profile, profile.Methods, top: 10), StringComparison.Ordinal);
        Assert.StartsWith("  line", LinesText.Write(profile, [], top: 10), StringComparison.Ordinal); // no method was found
    }

    [Fact]
    public void Write_OfTheLargestNumbers_ShowsThem()
    {
        const long Most = long.MaxValue / 4;
        AwaitRow row = Row("/x.cs", int.MaxValue, "X", Most) with { WaitingNs = Most, ReadyNs = Most, RunningNs = Most };

        Assert.Contains("await X", Write(80, row), StringComparison.Ordinal);
    }

    private static AwaitRow Row(string file, int line, string on, long hits) => new(on, file, line, line, hits, 2_000_000, 1_000_000, 3_000_000);

    private static string Write(int width, params AwaitRow[] awaits)
    {
        AsyncProfile profile = Profile([.. awaits.Select(await => ("Shop.Orders.GetAsync", (AwaitRow?)await))]);
        return LinesText.Write(profile, profile.Methods, top: 10, width);
    }

    private static AsyncProfile Profile(params (string Method, AwaitRow? Await)[] awaits)
    {
        var builder = new ProfileDataBuilder();
        foreach ((string method, AwaitRow? await) in awaits)
        {
            builder.Add(new StackCharge(builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, method, false))), default, new Measures(1, 5, default, default)));
            if (await is { } row)
                builder.Note(new AwaitKey(RootKind.Operation, method, FrameKind.Method, method, row.On, row.File, row.Line, row.ILOffset), new AwaitSums(row.Hits, row.WaitingNs, row.ReadyNs, row.RunningNs));
        }

        return new AsyncProfile(new RecordingInfo { StartUtc = Recorded }, builder.Build());
    }

    private string Source(string name, params string[] lines)
    {
        string path = Path.Combine(_directory.FullName, name);
        File.WriteAllLines(path, lines);
        File.SetLastWriteTimeUtc(path, Recorded.AddDays(-1));
        return path;
    }
}
