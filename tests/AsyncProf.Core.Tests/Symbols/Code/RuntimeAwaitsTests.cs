using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Code;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Symbols.Places;
using Microsoft.CodeAnalysis;

namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>Methods that have no state machine: their names lead to their code, and that tells the same as the code of machines. What is awaited is told by <see cref="AwaitedTests"/>.</summary>
public sealed class RuntimeAwaitsTests : IDisposable
{
    private const string Source = """
        namespace N;
        public class C<T>
        {
            public async Task<int> M(SemaphoreSlim gate, PeriodicTimer timer)
            {
                await gate.WaitAsync();
                await Task.Delay(1);
                await timer.WaitForNextTickAsync();
                await M();
                return await
                    Passes();
            }

            public async Task M() => await Task.Yield();
            public async Task<int> Passes() => await Task.Run(() => 1);
            public Task Plain() => M();
            public Func<Task> Lambda() => async () => await M();
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("asyncprof-code-").FullName;
    private readonly string _path;
    private readonly PEReader _image;
    private readonly ModuleCodes _codes = new();
    private readonly MetadataIndex _index = new();
    private readonly CodeAwaits _awaits;
    private readonly PlaceTable _places = new();

    public RuntimeAwaitsTests()
    {
        _path = Path.Combine(_folder, "Runtime.dll");
        ShapesCompiler.Compile(Source, _path, OptimizationLevel.Release, isRuntimeAsync: true);
        _image = new PEReader(new MemoryStream(File.ReadAllBytes(_path)));
        _index.Add(_image.GetMetadataReader());
        _codes.Add("Runtime", _path);
        _awaits = new CodeAwaits(_codes, _places, _index);
    }

    public void Dispose()
    {
        _codes.Dispose();
        _image.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("M(SemaphoreSlim, PeriodicTimer)", "SemaphoreSlim.WaitAsync, PeriodicTimer.WaitForNextTickAsync", "SemaphoreSlim.WaitAsync, PeriodicTimer.WaitForNextTickAsync", 6)]
    [InlineData("M()", null, null, 14)]
    [InlineData("Passes", null, null, 15)]
    [InlineData("Lambda.lambda", null, null, 0)] // this compiler gives such lambdas no lines
    public void Awaits_OfAMethodThatTheRuntimeSuspends_AreToldByItsName(string name, string? untold, string? onTask, int line)
    {
        MethodName method = Method(name);

        Assert.Equal((untold, onTask), (_awaits.Untold(0, method)?.On, _awaits.OnTask(0, method)?.On));
        Assert.Equal((line == 0 ? "" : "Shapes.cs", line), _awaits.BeginOf(method));
    }

    [Fact]
    public void At_EachCallOfAHelper_IsThatAwait()
    {
        MethodName method = Method("M(SemaphoreSlim, PeriodicTimer)");

        AwaitInfo?[] infos = [.. Code(method).Awaits.SelectMany(site => new[] { site.From, site.To - 1 }).Select(offset => At(method, offset))];

        Assert.Equal(
            [("SemaphoreSlim.WaitAsync", 6), ("Task.Delay", 7), ("PeriodicTimer.WaitForNextTickAsync", 8), ("N.C.M", 9), ("N.C.Passes", 10)],
            infos.Chunk(2).Select(two => Assert.Single(two.Distinct())).Select(info => (info!.On, info.Line)));
        Assert.Same(AwaitInfo.Lost, At(method, 0));
    }

    [Fact]
    public void OnCall_OfAnotherMethod_IsWhereItIsCalled()
    {
        Assert.Equal(10, _awaits.OnCall(0, Method("M(SemaphoreSlim, PeriodicTimer)"), Method("Passes"))!.Line);
        Assert.Null(_awaits.OnCall(0, Method("Passes"), Method("M()")));
    }

    [Fact]
    public void Calls_OfAMethod_AreWhatItsAuthorWrote() =>
        Assert.Equal(["SemaphoreSlim.WaitAsync", "Task.Delay", "PeriodicTimer.WaitForNextTickAsync", "N.C.M", "N.C.Passes"], Code(Method("M(SemaphoreSlim, PeriodicTimer)")).Calls.Select(called => called.Label));

    [Fact]
    public void PassesOn_OfAnAsyncMethod_IsNothing()
    {
        using ModuleCode module = ModuleCode.TryOpen(_path)!;

        Assert.Null(module.PassesOn("N.C`1", "Passes"));
        Assert.NotNull(module.PassesOn("N.C`1", "Plain"));
    }

    [Theory]
    [InlineData("N.C`1::M@06000002")]
    [InlineData("N.C::Passes@06000003")]
    [InlineData("N.C`1::Plain@06000004")]
    [InlineData("N.C`1::Passes@0600ffff")]
    [InlineData("N.C`1::Passes@02000002")]
    [InlineData("N.C`1::Passes@")]
    public void FindMachine_OfAKeyOfAnotherBuild_IsNothing(string key)
    {
        using ModuleCode module = ModuleCode.TryOpen(_path)!;

        Assert.Equal(key.EndsWith("M@06000002", StringComparison.Ordinal), module.FindMachine(key) is not null); // the first is right
    }

    [Fact]
    public void Module_WithRandomBytesAnywhere_ThrowsNothing()
    {
        string[] keys = [.. _index.Machines().Select(method => method.Machine)];
        byte[] whole = File.ReadAllBytes(_path);
        var random = new Random(1);
        int told = 0;
        for (int round = 0; round < 400; round++)
        {
            byte[] bytes = [.. whole];
            for (int i = 0; i < 40; i++)
                bytes[random.Next(512, bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_path, bytes);
            using ModuleCode? module = ModuleCode.TryOpen(_path);
            told += keys.Count(key => module?.FindMachine(key) is not null);
        }

        Assert.InRange(told, 1, (400 * keys.Length) - 1);
    }

    private MethodName Method(string name) => _index.Machines().Single(method => method.Name + method.Overload == name);

    private AsyncCode Code(MethodName method) => _codes.Find("Runtime", method.Machine)!;

    private AwaitInfo? At(MethodName method, int offset) => _awaits.At(_places.Add(new Place("Runtime", method.Machine, method.Name) { NameId = 1, ILOffset = offset }));
}
