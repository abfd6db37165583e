using AsyncProf.Cli.Output;
using AsyncProf.Cli.Runs;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Names;

namespace AsyncProf.Cli.Tests.Runs;

public sealed class RunFilesTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("base.pb.gz", 7, 1, "base-1.pb.gz")]
    [InlineData("base.pb.gz", 9, 9, "base-9.pb.gz")]
    [InlineData("base.pb.gz", 10, 1, "base-01.pb.gz")]
    [InlineData("base.PB.gz", 50, 50, "base-50.PB.gz")]
    [InlineData("base.nettrace", 12, 3, "base-03.nettrace")]
    [InlineData("", 7, 1, "run-1.pb.gz")]
    [InlineData("new/", 7, 1, "new/run-1.pb.gz")]
    [InlineData("new/er/", 10, 2, "new/er/run-02.pb.gz")]
    public void PathOf_ARun_HasItsNumber(string output, int runs, int number, string expected) =>
        Assert.Equal(In(expected), RunFiles.For(In(output), runs, force: false).PathOf(number));

    [Fact]
    public void PathOf_AFileInTheCurrentFolder_IsThere() => Assert.Equal("asyncprof-no-such-1.pb.gz", RunFiles.For("asyncprof-no-such.pb.gz", 1, force: false).PathOf(1));

    [Theory]
    [InlineData("x.html", "cannot hold runs to compare: end the name in .pb.gz or .nettrace, or in / for a folder.")]
    [InlineData("x", "cannot hold runs to compare")]
    [InlineData(".pb.gz", "cannot hold runs to compare")]
    [InlineData("none/x.pb.gz", "does not exist: create it first.")]
    public void For_WhatCannotBe_SaysWhy(string output, string message) =>
        Assert.Contains(message, Assert.Throws<UserError>(() => RunFiles.For(In(output), 3, force: true)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("base.pb.gz", "base-1.pb.gz")]
    [InlineData("base.pb.gz", "base-07.pb.gz")] // of a longer series
    [InlineData("", "run-12.pb.gz")]
    public void For_RunsThatAreThere_RefusesUnlessForced(string output, string there)
    {
        File.WriteAllText(In(there), "precious");

        string message = Assert.Throws<UserError>(() => RunFiles.For(In(output), 3, force: false)).Message;

        Assert.Equal($"{In(there)} already exists: --force replaces the runs that are there.", message);
        RunFiles.For(In(output), 3, force: true);
        Assert.Equal("precious", File.ReadAllText(In(there)));
    }

    [Theory]
    [InlineData("base-100.pb.gz")]
    [InlineData("base-.pb.gz")]
    [InlineData("base-1.pb.gz.bak")]
    [InlineData("my-base-1.pb.gz")]
    public void For_OtherFiles_LeavesThemAlone(string there)
    {
        File.WriteAllText(In(there), "precious");

        Keep(RunFiles.For(In("base.pb.gz"), 3, force: true), 1);

        Assert.Equal(new[] { "base-1.pb.gz", there }.Order(), Names());
    }

    [Fact]
    public void Keep_ARedactedRun_HasNoneOfItsSurroundings()
    {
        string recording = In("recorded");
        NamedProfile.Of(field => field == "route" ? "GET /secret/17" : $"Shop.{field}").Save(recording);

        RunFiles.For(In("base.pb.gz"), 1, force: false).Keep(1, recording, isRedacted: true);

        AsyncProfile kept = AsyncProfile.Load(In("base-1.pb.gz"));
        Assert.Contains(kept.Roots, root => root.Name == "GET (path)");
        Assert.DoesNotContain(kept.Roots, root => root.Name.Contains("secret", StringComparison.Ordinal));
        Assert.Equal(0, kept.Recording.Pid);
    }

    [Fact]
    public void Keep_TheFirstRun_ReplacesASeriesThatWasLonger()
    {
        foreach (int number in (int[])[1, 2, 3])
            File.WriteAllText(In($"base-{number}.pb.gz"), "earlier");
        var files = RunFiles.For(In("base.pb.gz"), 2, force: true);

        Keep(files, 1);
        Keep(files, 2);

        Assert.Equal(2, files.Kept);
        Assert.Equal(["base-1.pb.gz", "base-2.pb.gz"], Names());
        Assert.NotEmpty(AsyncProfile.Load(In("base-2.pb.gz")).Methods);
    }

    [Fact]
    public void Keep_WhatCannotBeRead_ThrowsAndKeepsWhatWasThere()
    {
        File.WriteAllText(In("base-1.pb.gz"), "earlier");
        File.WriteAllText(In("x.nettrace"), "no recording");
        var files = RunFiles.For(In("base.pb.gz"), 2, force: true);

        Assert.Throws<UserError>(() => files.Keep(1, In("x.nettrace")));

        Assert.Equal(0, files.Kept);
        Assert.Equal("earlier", File.ReadAllText(In("base-1.pb.gz")));
    }

    [Fact]
    public void Others_OfAFolder_AreRecordingsThatAreNoRuns()
    {
        foreach (string name in (string[])["run-1.pb.gz", "run.abc.nettrace", "notes.txt"])
            File.WriteAllText(In(name), "x");

        Assert.Equal(["run.abc.nettrace"], RunFiles.In(_directory.FullName, 3, force: true).Others());
        Assert.Empty(RunFiles.In(In("none"), 3, force: false).Others());
    }

    private void Keep(RunFiles files, int number)
    {
        GoldenProfiles.Get("sequence").Save(In("recording"), overwrite: true);
        files.Keep(number, In("recording"));
        File.Delete(In("recording"));
    }

    private IEnumerable<string> Names() => _directory.GetFiles().Select(file => file.Name).Order();

    private string In(string name) => Path.Combine(_directory.FullName, name);
}
