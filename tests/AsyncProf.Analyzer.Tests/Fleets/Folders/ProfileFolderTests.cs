using AsyncProf.Budgets;
using AsyncProf.Fleets;
using AsyncProf.Fleets.Folders;
using AsyncProf.Profiles;
using AsyncProf.Testing.Fleets;

namespace AsyncProf.Analyzer.Tests.Fleets.Folders;

public sealed class ProfileFolderTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("service=shop/version=1.4/instance=a/x.pb.gz", "1.4", "a")]
    [InlineData("service=shop,version=1.4,instance=a.pb.gz", "1.4", "a")]
    [InlineData("version=1.3/run,version=1.4.pb.gz", "1.4", null)]
    [InlineData("x.pb.gz", null, null)]
    [InlineData("=1/version=/y.pb.gz", null, null)]
    public void Of_APath_SaysItsLabels(string path, string? version, string? instance)
    {
        IReadOnlyDictionary<string, string> labels = FileLabels.Of(path, ".pb.gz");

        Assert.Equal((version, instance), (labels.GetValueOrDefault("version"), labels.GetValueOrDefault("instance")));
    }

    [Fact]
    public async Task Open_OtherFilesAndOtherTimes_AreLeftOut()
    {
        new FleetScript(FleetCase.End, 1).WriteTo(_directory.FullName);
        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, "service=shop,version=1.5.txt"), "no profile");

        IFleetSide all = await FleetCase.FolderOf(_directory.FullName).OpenAsync(FleetCase.Side(FleetCase.Head), CancellationToken.None);
        FleetException none = await Assert.ThrowsAsync<FleetException>(() => FleetCase.FolderOf(_directory.FullName).OpenAsync(FleetCase.Side(FleetCase.Head, "1m"), CancellationToken.None));

        Assert.Equal(["shop-18", "shop-19"], all.Instances);
        Assert.Contains("8 files in", none.Message, StringComparison.Ordinal);
        Assert.Contains("but none was written in 2026-03-02T11:59:00Z to 2026-03-02T12:00:00Z: say when by --since and --until.", none.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "100 files, in 50 units, each an instance;")]
    [InlineData(1, "120 files, in 1 units, each a slice of time;")]
    public async Task Read_MoreInstancesThanAreCompared_SaysSo(int slices, string expected)
    {
        FolderFile[] files = [.. Enumerable.Range(0, 120).Select(i => new FolderFile($"{i}", $"shop-{i / 2:00}", FleetCase.End))];
        AsyncProfile profile = new FleetScript(FleetCase.End, 1).Profiles()[0].Profile;

        FleetUnits units = await new FolderSide(FleetCase.Side(FleetCase.Head), files, (_, _) => profile).ReadAsync(new UnitPlan(slices), new MemoryBudget(MemoryBudget.DefaultLimit), CancellationToken.None);

        Assert.Contains(expected, units.Remark, StringComparison.Ordinal);
        Assert.Equal(slices == 0, units.Remark.Contains(" Of 60 instances the first 50 are compared.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_FilesThatCannotBeRead_LeavesThemOutAndCountsThem()
    {
        FolderFile[] files = [.. Enumerable.Range(0, 6).Select(i => new FolderFile($"{i}", $"shop-{i / 2}", FleetCase.End))];
        AsyncProfile profile = new FleetScript(FleetCase.End, 1).Profiles()[0].Profile;

        FleetUnits units = await Side("0", "1", "2").ReadAsync(new UnitPlan(0), new MemoryBudget(MemoryBudget.DefaultLimit), CancellationToken.None);
        FleetException none = await Assert.ThrowsAsync<FleetException>(() => Side("0", "1", "2", "3", "4", "5").ReadAsync(new UnitPlan(0), new MemoryBudget(MemoryBudget.DefaultLimit), CancellationToken.None));

        Assert.Equal(["shop-1", "shop-2"], units.Units.Select(unit => unit.Name));
        Assert.Contains(": 3 files, in 2 units, each an instance;", units.Remark, StringComparison.Ordinal);
        Assert.EndsWith(" Files that cannot be read are left out: 3, of which the first: 0 was cut short.", units.Remark, StringComparison.Ordinal);
        Assert.Equal("No file of service=shop,version=1.5 can be read: 0 was cut short.", none.Message);

        FolderSide Side(params string[] broken) => new(FleetCase.Side(FleetCase.Head), files, (path, _) => broken.Contains(path) ? throw new InvalidDataException($"{path} was cut short.") : profile);
    }

    [Fact]
    public async Task Open_NoFileOfTheSide_SaysWhatNamesMustBe()
    {
        FleetException empty = await Assert.ThrowsAsync<FleetException>(() => FleetCase.FolderOf(_directory.FullName).OpenAsync(FleetCase.Side(FleetCase.Head), CancellationToken.None));
        new FleetScript(FleetCase.End, 1).WriteTo(_directory.FullName);
        FleetException other = await Assert.ThrowsAsync<FleetException>(() => FleetCase.FolderOf(_directory.FullName).OpenAsync(FleetCase.Side("version=9"), CancellationToken.None));

        Assert.Contains("holds no profile (.pb.gz)", empty.Message, StringComparison.Ordinal);
        Assert.Contains("its folders and names must say so", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_FoldersThatAreTooDeep_SaysThatTheyAreLeftOut()
    {
        Directory.CreateDirectory(Path.Combine([_directory.FullName, .. Enumerable.Repeat("a", FolderWalk.Deepest + 1)]));
        FleetException none = await Assert.ThrowsAsync<FleetException>(() => FleetCase.FolderOf(_directory.FullName).OpenAsync(FleetCase.Side(FleetCase.Head), CancellationToken.None));
        new FleetScript(FleetCase.End, 1).WriteTo(_directory.FullName);
        IFleetSide side = await FleetCase.FolderOf(_directory.FullName).OpenAsync(FleetCase.Side(FleetCase.Head), CancellationToken.None);

        Assert.EndsWith(" Folders are left out: 1 lie deeper than 16 folders.", none.Message, StringComparison.Ordinal);
        Assert.EndsWith(" Folders are left out: 1 lie deeper than 16 folders.", (await side.ReadAsync(default, new MemoryBudget(MemoryBudget.DefaultLimit), CancellationToken.None)).Remark, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_MoreFilesThanMayBe_SaysSo()
    {
        new FleetScript(FleetCase.End, 1).WriteTo(_directory.FullName);

        Assert.Contains("more than 3 profiles", (await Assert.ThrowsAsync<FleetException>(() => FleetCase.FolderOf(_directory.FullName, new FleetLimits { Files = 3 }).OpenAsync(FleetCase.Side(FleetCase.Head), CancellationToken.None))).Message, StringComparison.Ordinal);
    }
}
