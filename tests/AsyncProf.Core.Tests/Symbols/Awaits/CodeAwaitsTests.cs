using System.Reflection;
using System.Reflection.Metadata;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Code;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Core.Tests.Symbols.Awaits;

/// <summary>The awaits of this very assembly.</summary>
public sealed class CodeAwaitsTests : IDisposable
{
    private const string Prefix = "AsyncProf.Core.Tests.Symbols.Awaits.AwaitingShapes.";

    private static readonly Assembly Here = typeof(CodeAwaitsTests).Assembly;
    private static readonly string HereName = Here.GetName().Name!;

    private readonly ModuleCodes _codes = new();
    private readonly PlaceTable _places = new();
    private readonly MetadataIndex _index = new();
    private readonly PassedFrames _passed = new();
    private readonly CodeAwaits _awaits;

    public unsafe CodeAwaitsTests()
    {
        Assert.True(Here.TryGetRawMetadata(out byte* blob, out int length));
        _index.Add(new MetadataReader(blob, length));
        _codes.Add(HereName, Here.Location);
        _awaits = new CodeAwaits(_codes, _places, _index, _passed);
    }

    public void Dispose() => _codes.Dispose();

    [Fact]
    public void Untold_OfAMethodWithOneSilentAwait_IsThat()
    {
        AwaitInfo await = _awaits.Untold(0, Method(nameof(AwaitingShapes.OneSilent)))!;

        Assert.Equal(("PeriodicTimer.WaitForNextTickAsync", false), (await.On, await.IsOneOf));
        Assert.Equal("AwaitingShapes.cs", Path.GetFileName(await.File));
        Assert.Equal(LineOf("await timer.WaitForNextTickAsync();"), await.Line);
        Assert.True(await.ILOffset >= 0);
    }

    [Fact]
    public void Untold_OfAMethodWithSeveral_IsOneOfThem()
    {
        AwaitInfo await = _awaits.Untold(0, Method(nameof(AwaitingShapes.TwoSilent)))!;

        Assert.Equal(("PeriodicTimer.WaitForNextTickAsync, ChannelReader.ReadAsync", true, 0, -1), (await.On, await.IsOneOf, await.Line, await.ILOffset));
        Assert.Equal("AwaitingShapes.cs", Path.GetFileName(await.File));
    }

    [Fact]
    public void Untold_OfAMethodWithMoreThanAnybodyReads_NamesTheFirst() => Assert.Equal(
        "PeriodicTimer.WaitForNextTickAsync, ChannelReader.ReadAsync, ChannelReader.WaitToReadAsync, Stream.ReadExactlyAsync, …",
        _awaits.Untold(0, Method(nameof(AwaitingShapes.FiveSilent)))!.On);

    [Fact]
    public void Untold_WhereOneIsAVariable_NamesItAsTheSourceDoes()
    {
        AwaitInfo await = _awaits.Untold(0, Method(nameof(AwaitingShapes.SilentVariable)))!;

        Assert.Equal((true, true), (await.On.Contains("mine", StringComparison.Ordinal), await.IsOneOf));
    }

    [Fact]
    public void Untold_OfAMethodThatIsNeverSilent_IsUnknown()
    {
        Assert.Null(_awaits.Untold(0, Method(nameof(AwaitingShapes.NoneSilent))));
        Assert.Null(_awaits.Untold(0, MethodName.Unknown));
    }

    [Fact]
    public void OnTask_OfAMethod_LeavesOutAsyncMethodsAndWhatTheTplNames()
    {
        AwaitInfo await = _awaits.OnTask(0, Method(nameof(AwaitingShapes.OneTask)))!;

        Assert.Equal(("SemaphoreSlim.WaitAsync", false), (await.On, await.IsOneOf));
        Assert.Equal(LineOf("await gate.WaitAsync();"), await.Line);
        Assert.Null(_awaits.OnTask(0, Method(nameof(AwaitingShapes.OnlyAsyncMethods))));
    }

    [Fact]
    public void OnCall_OfAnAsyncMethod_IsWhereItIsCalled()
    {
        MethodName calls = Method(nameof(AwaitingShapes.Calls));

        AwaitInfo await = _awaits.OnCall(0, calls, Method(nameof(AwaitingShapes.NoneSilent)))!;

        Assert.Equal((Prefix + "NoneSilent", false), (await.On, await.IsOneOf));
        Assert.Equal(FirstLineAfter("Task Calls()", "await NoneSilent();"), await.Line);
        Assert.Null(_awaits.OnCall(0, calls, Method(nameof(AwaitingShapes.TwoSilent))));
        Assert.Null(_awaits.OnCall(0, calls, Method("NoneSilent", typeof(AwaitingShapes.Stranger))));
    }

    [Theory]
    [InlineData(typeof(AwaitingShapes.Explicit))]
    [InlineData(typeof(AwaitingShapes.Implicit))]
    public void OnCall_OfAnImplementation_IsWhereItsInterfaceIsCalled(Type type)
    {
        AwaitInfo await = _awaits.OnCall(0, Method(nameof(AwaitingShapes.Calls)), Method("WorkAsync", type))!;

        Assert.Equal(Prefix + "IWorker.WorkAsync", await.On);
        Assert.Equal(LineOf("await worker.WorkAsync();"), await.Line);
    }

    [Fact]
    public void OnCall_OfALocalFunction_IsWhereItIsCalled() =>
        Assert.Equal(LineOf("await Local();"), _awaits.OnCall(0, Method(nameof(AwaitingShapes.Calls)), Method("Local"))!.Line);

    [Fact]
    public void OnCall_WhereAMethodIsCalledTwice_IsEitherWithoutALine()
    {
        AwaitInfo await = _awaits.OnCall(0, Method(nameof(AwaitingShapes.CallsTwice)), Method(nameof(AwaitingShapes.NoneSilent)))!;

        Assert.Equal((Prefix + "NoneSilent", false, 0, -1), (await.On, await.IsOneOf, await.Line, await.ILOffset));
    }

    [Fact]
    public void At_EveryAwaitOfAMethod_IsThat()
    {
        foreach (AwaitSite site in CodeOf(nameof(AwaitingShapes.Calls)).Awaits)
        {
            AwaitInfo await = _awaits.At(PlaceAt(nameof(AwaitingShapes.Calls), site.To - 1))!;

            Assert.Equal((site.Awaited.Label, site.Line, site.From, false), (await.On, await.Line, await.ILOffset, await.IsOneOf));
        }
    }

    [Fact]
    public void At_AnAwaitOfWhatOnlyPassesOn_NamesAllThatDo()
    {
        Assert.Equal(["", "", Prefix + "Through", $"{Prefix}Twice\n{Prefix}Through", ""], CodeOf(nameof(AwaitingShapes.Calls)).Awaits
            .Select(site => _awaits.At(PlaceAt(nameof(AwaitingShapes.Calls), site.From))!.Through));
    }

    [Fact]
    public void At_APlaceWithoutAnOffset_IsUnknownUntilItHasOne()
    {
        int id = PlaceAt(nameof(AwaitingShapes.NoneSilent), Place.NoOffset);
        Assert.Null(_awaits.At(id));

        _places[id]!.ILOffset = CodeOf(nameof(AwaitingShapes.NoneSilent)).Awaits[0].From;

        Assert.Equal("Task.Delay", _awaits.At(id)!.On);
        Assert.Equal(9, _awaits.NameOf(id));
    }

    [Fact]
    public void At_APlaceThatNoAwaitHolds_IsLost()
    {
        Assert.Same(AwaitInfo.Lost, _awaits.At(PlaceAt(nameof(AwaitingShapes.NoneSilent), 0)));
        Assert.Same(AwaitInfo.Lost, _awaits.At(PlaceAt(nameof(AwaitingShapes.NoneSilent), int.MaxValue)));
    }

    [Theory]
    [InlineData("NoSuchAssembly", "N.C+<M>d__0")]
    [InlineData("AsyncProf.Core.Tests", "N.C+<M>d__0")]
    [InlineData("", "")]
    public void At_APlaceWhoseCodeIsNotAtHand_IsLost(string assembly, string type)
    {
        int id = _places.Add(new Place(assembly, type, "MoveNext") { ILOffset = 5 });

        Assert.Same(AwaitInfo.Lost, _awaits.At(id));
        Assert.Null(_awaits.At(id + 1));
        Assert.Equal(0, _awaits.NameOf(id + 1));
    }

    [Fact]
    public void BeginOf_AMethod_IsWhereItsBodyBegins()
    {
        (string file, int line) = _awaits.BeginOf(Method(nameof(AwaitingShapes.OneSilent)));

        Assert.Equal("AwaitingShapes.cs", Path.GetFileName(file));
        Assert.InRange(line, LineOf("Task OneSilent("), LineOf("Task OneSilent(") + 1);
        Assert.Equal(("", 0), _awaits.BeginOf(MethodName.Unknown));
    }

    [Fact]
    public void Passed_WhatWasSeenOnStacks_IsNamedAsCodeReads()
    {
        _passed.Add(1, 2, [_places.Add(new Place("Shop", "Shop.Mediator`1+<>c__DisplayClass0_0", "<Send>b__0"))], _places);

        MethodName method = Assert.Single(_awaits.Passed(1, 2)!);

        Assert.Equal(("Shop.Mediator.Send.lambda", true), (method.FullName, method.PassesOn));
        Assert.Null(_awaits.Passed(2, 1));
        Assert.Equal(1, _awaits.PassedVersion);
        Assert.Null(new CodeAwaits(_codes, _places, _index).Passed(1, 2));
    }

    private static string MachineOf(string method, Type? type = null) => (type ?? typeof(AwaitingShapes)).GetNestedTypes(BindingFlags.NonPublic)
        .Single(nested => nested.Name.StartsWith($"<{method}>", StringComparison.Ordinal) || nested.Name.Contains($"g__{method}|", StringComparison.Ordinal) || nested.Name.Contains($"-{method}>", StringComparison.Ordinal) || nested.Name.Contains($".{method}>", StringComparison.Ordinal)).FullName!;

    private static int LineOf(string text) => FirstLineAfter("class AwaitingShapes", text);

    private static int FirstLineAfter(string before, string text)
    {
        string[] lines = File.ReadAllLines(SourcePath());
        int begin = Array.FindIndex(lines, line => line.Contains(before, StringComparison.Ordinal));
        return Array.FindIndex(lines, begin, line => line.Contains(text, StringComparison.Ordinal)) + 1;
    }

    private static string SourcePath([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "AwaitingShapes.cs");

    private MethodName Method(string name, Type? type = null) => _index.FindExact(HereName, MachineOf(name, type))!;

    private AsyncCode CodeOf(string method) => _codes.Find(HereName, MachineOf(method))!;

    private int PlaceAt(string method, int offset) => _places.Add(new Place(HereName, MachineOf(method), "MoveNext") { NameId = 9, ILOffset = offset });
}
