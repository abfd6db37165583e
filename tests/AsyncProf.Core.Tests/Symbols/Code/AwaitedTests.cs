using AsyncProf.Symbols.Code;
using Microsoft.CodeAnalysis;

namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>What each await awaits, and what its awaiter says of its waits, in Debug and Release alike.</summary>
public sealed class AwaitedTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("asyncprof-code-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("await s.ReceiveAsync(b.AsMemory());", "Socket.ReceiveAsync:ValueTask")]
    [InlineData("await s.ReceiveAsync(b.AsMemory()).ConfigureAwait(false);", "Socket.ReceiveAsync:ValueTask")]
    [InlineData("await s.ReceiveAsync(b.AsMemory()).AsTask().WaitAsync(TimeSpan.Zero);", "Task.WaitAsync:Task")]
    [InlineData("await l.WaitAsync();", "SemaphoreSlim.WaitAsync:Task")]
    [InlineData("await new PeriodicTimer(TimeSpan.Zero).WaitForNextTickAsync();", "PeriodicTimer.WaitForNextTickAsync:ValueTask")]
    [InlineData("await r.ReadAsync();", "ChannelReader.ReadAsync:ValueTask")]
    [InlineData("await r.Completion;", "ChannelReader.Completion:Task")]
    [InlineData("await new TaskCompletionSource().Task;", "TaskCompletionSource.Task:Task")]
    [InlineData("await Task.Yield();", "Task.Yield:Yield")]
    [InlineData("await Task.WhenAny(t, t);", "Task.WhenAny:Task")]
    [InlineData("await Task.Run(() => 1);", "Task.Run:Task")]
    [InlineData("await t;", "t:Task")]
    [InlineData("await _field;", "_field:Task")]
    [InlineData("await Ready;", "N.C.Ready:Task")]
    [InlineData("Task x = Task.Delay(1); await Task.Yield(); await x;", "Task.Yield:Yield", "Task.Delay:Task")]
    [InlineData("Task x = t; await Task.Yield(); await x;", "Task.Yield:Yield", "t:Task")]
    [InlineData("t = Task.Delay(1); await Task.Yield(); await t;", "Task.Yield:Yield", "t:Task")]
    [InlineData("Task x = Task.Delay(1); if (b.Length > 1) x = l.WaitAsync(); await x;", "Task.Delay|SemaphoreSlim.WaitAsync:Task")]
    [InlineData("await (b.Length > 1 ? Task.Delay(1) : l.WaitAsync());", "SemaphoreSlim.WaitAsync|Task.Delay:Task")]
    [InlineData("await (b.Length switch { 0 => Task.Delay(1), 1 => l.WaitAsync(), _ => t });", "Task.Delay|SemaphoreSlim.WaitAsync|t:Task")]
    [InlineData("await (l?.WaitAsync() ?? Task.CompletedTask);", "SemaphoreSlim.WaitAsync:Task")]
    [InlineData("await Task.CompletedTask;", "Task.CompletedTask:Task")]
    [InlineData("Func<Task> f = () => t; await f();", "Func.Invoke:Task")]
    [InlineData("t ??= Task.Delay(1); await t;", "t:Task")]
    [InlineData("await Task.WhenAll(new[] { 1, 2 }.Select(i => I(i)));", "Task.WhenAll:Task")]
    [InlineData("var all = new List<Task> { t }; foreach (Task x in all) await x;", "Enumerator.Current:Task")]
    [InlineData("await I(await (s is null ? I(1) : I(2)) + 1);", "N.C.I:Task", "N.C.I:Task")]
    [InlineData("await I(await I(await r.ReadAsync()));", "ChannelReader.ReadAsync:ValueTask", "N.C.I:Task", "N.C.I:Task")]
    [InlineData("await foreach (int i in r.ReadAllAsync()) { }", "ChannelReader.ReadAllAsync:ValueTask", "IAsyncDisposable.DisposeAsync:ValueTask")]
    [InlineData("await foreach (int i in r.ReadAllAsync().WithCancellation(default).ConfigureAwait(false)) { }", "ChannelReader.ReadAllAsync:ValueTask", "IAsyncDisposable.DisposeAsync:ValueTask")]
    [InlineData("await foreach (int i in e) { }", "IAsyncEnumerator.MoveNextAsync:ValueTask", "IAsyncDisposable.DisposeAsync:ValueTask")]
    [InlineData("await foreach (int i in e.ConfigureAwait(false)) { }", "IAsyncEnumerator.MoveNextAsync:ValueTask", "IAsyncDisposable.DisposeAsync:ValueTask")]
    [InlineData("await using var f = new MemoryStream(); GC.KeepAlive(f);", "Stream.DisposeAsync:ValueTask")]
    [InlineData("await using (new MemoryStream().ConfigureAwait(false)) { }", "MemoryStream.DisposeAsync:ValueTask")]
    [InlineData("Task<Task> x = Task.FromResult(t); await await x;", "Task.FromResult:Task", "TaskAwaiter.GetResult:Task")]
    [InlineData("await new Mine();", "N.Mine:Custom")]
    [InlineData("await new ValueTask(Task.Delay(1));", "Task.Delay:ValueTask")]
    [InlineData("try { await Task.Yield(); } catch { await t; } finally { await l.WaitAsync(); }", "Task.Yield:Yield", "t:Task", "SemaphoreSlim.WaitAsync:Task")]
    [InlineData("await L(); async Task L() => await Task.Yield();", "N.C.M.L:Task")]
    [InlineData("if (Begin(out ValueTask x)) await Task.Yield(); await x;", "Task.Yield:Yield", "N.C.Begin:ValueTask")]
    [InlineData("Task? x = t; Interlocked.Exchange(ref x, null); await Task.Yield(); await x!;", "Task.Yield:Yield", "x|t:Task")]
    [InlineData("dynamic d = t; await d;", ":Custom", ":Custom")]
    public void Awaits_OfABody_AreWhatItAwaits(string body, params string[] expected)
    {
        foreach ((OptimizationLevel level, bool isRuntimeAsync) in new[] { (OptimizationLevel.Debug, false), (OptimizationLevel.Release, false), (OptimizationLevel.Debug, true), (OptimizationLevel.Release, true) })
        {
            if (isRuntimeAsync && body.StartsWith("dynamic ", StringComparison.Ordinal))
                continue; // the compiler refuses it
            using ModuleCode module = Compile(
                $$"""
                namespace N;
                using System.Runtime.CompilerServices;
                public class Mine { public A GetAwaiter() => default; public struct A : INotifyCompletion { public bool IsCompleted => false; public void GetResult() { } public void OnCompleted(Action a) => a(); } }
                public class C
                {
                    Task _field = Task.CompletedTask;
                    Task Ready => _field;
                    static Task<int> I(int x) => Task.FromResult(x);
                    static bool Begin(out ValueTask x) { x = default; return true; }
                    public async Task M(Socket s, byte[] b, SemaphoreSlim l, ChannelReader<int> r, Task t, IAsyncEnumerable<int> e) { {{body}} }
                }
                """,
                level,
                isRuntimeAsync);

            AsyncCode code = new[] { "N.C+<M>d__4", "N.C+<M>d__5", "N.C::M@06000004", "N.C::M@06000005", "N.C::M@06000006", "N.C::M@06000007", "N.C::M@06000008" }.Select(module.FindMachine).First(found => found is not null)!;

            Assert.Equal(expected, code.Awaits.Select(site => $"{string.Join('|', site.Candidates.Select(candidate => candidate.Label))}:{site.Awaiter}"));
            Assert.Equal(("N.C", "M"), (code.Type, code.Method));
        }
    }

    [Theory]
    [InlineData("class B { public virtual Task M(int i) => Task.CompletedTask; } class C : B { public override async Task M(int i) => await base.M(i); }", "C+<M>d__0", "B.M")]
    [InlineData("class B<T> { public virtual Task<T> M(T i) => Task.FromResult(i); } class C<T> : B<T> { public override async Task<T> M(T i) => await base.M(i); }", "C`1+<M>d__0", "B.M")]
    [InlineData("class B { public virtual Task M<T>(T i) => Task.CompletedTask; } class C : B { public override async Task M<T>(T i) => await base.M(i); }", "C+<M>d__0`1", "B.M")]
    public void Awaits_OfACallOfABaseClass_AreThatOfTheBaseClass(string source, string machine, string expected)
    {
        foreach (OptimizationLevel level in new[] { OptimizationLevel.Debug, OptimizationLevel.Release })
        {
            using ModuleCode module = Compile(source, level);

            Assert.Equal((expected, false), (module.FindMachine(machine)!.Awaits.Single().Awaited.Label, module.FindMachine(machine)!.Awaits.Single().Awaited.IsVirtual));
            Assert.Contains(module.FindMachine(machine)!.Calls, called => called.Label == expected);
        }
    }

    [Fact]
    public void Calls_OfAMethod_AreWhatItsAuthorWrote()
    {
        using ModuleCode module = Compile(
            """
            class C
            {
                virtual protected Task V() => Task.CompletedTask;
                public async Task M(List<int> list) { await V(); list.ForEach(F); Func<int> f = () => 3; list.Add(f()); await using var m = new MemoryStream(); }
                static void F(int i) { }
            }
            """,
            OptimizationLevel.Release);

        Assert.Equal(
            [
                new("C", "V", true), new("C", "F", false), new("System.Action", "ctor", false), new("System.Collections.Generic.List", "ForEach", true),
                new("C", "M.lambda", false), new("System.Func", "ctor", false), new("System.Func", "Invoke", true), new("System.Collections.Generic.List", "Add", true),
                new("System.IO.MemoryStream", "ctor", false), new("System.IO.Stream", "DisposeAsync", true),
            ],
            module.FindMachine("C+<M>d__1")!.Calls);
    }

    [Theory]
    [InlineData(OptimizationLevel.Debug, 1, 1, 1)]
    [InlineData(OptimizationLevel.Release, 2, 2, 1)]
    public void AllAt_OfAwaitsThatSuspendBySameCode_AreAllOfThem(OptimizationLevel level, params int[] expected)
    {
        using ModuleCode module = Compile("class C { async Task M() { await Task.Delay(1); await Task.Delay(2); await Task.Yield(); } }", level);

        AsyncCode code = module.FindMachine("C+<M>d__0")!;

        Assert.Equal(expected, code.Awaits.Select(site => code.AllAt(site.From).Count));
        Assert.All(code.Awaits, site => Assert.Same(site, code.AllAt(site.To - 1)[0]));
        Assert.Empty(code.AllAt(0));
        Assert.False(module.IsReadyToRun);
    }

    [Fact]
    public void IsReadyToRun_OfTheFrameworksCore_IsTrue()
    {
        using ModuleCode module = ModuleCode.TryOpen(typeof(object).Assembly.Location)!;

        Assert.True(module.IsReadyToRun);
        Assert.Equal(typeof(object).Module.ModuleVersionId, module.Mvid);
    }

    [Theory]
    [InlineData("await Task.Yield();", "Program+<<Main>$>d__0", "Program.Main")]
    [InlineData("class C<T> { class D { async Task M<U>() => await Task.Yield(); } }", "C`1+D+<M>d__0`1", "C.D.M")]
    [InlineData("interface I<A, B> { Task M(); } class C : I<int, string> { async Task I<int, string>.M() => await Task.Yield(); }", @"C+<I<System-Int32\,System-String>-M>d__0", "C.I<Int32, String>.M")]
    [InlineData("class C { Func<Task> M(int x) => async () => await Task.Delay(x); }", "C+<>c__DisplayClass0_0+<<M>b__0>d", "C.M.lambda")]
    [InlineData("class C { async IAsyncEnumerable<int> M() { await Task.Yield(); yield return 1; } }", "C+<M>d__0", "C.M")]
    [InlineData("using System.Runtime.CompilerServices; class C { [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))] async ValueTask M() => await Task.Yield(); }", "C+<M>d__0", "C.M")]
    public void FindMachine_OfAMetadataName_IsItsMethod(string source, string machine, string expected)
    {
        using ModuleCode module = Compile(source, OptimizationLevel.Release);

        AsyncCode code = module.FindMachine(machine)!;

        Assert.Equal(expected, $"{code.Type}.{code.Method}");
        Assert.Single(code.Awaits);
        Assert.Null(module.FindMachine(machine + "x"));
        Assert.Null(module.FindMachine("N." + machine));
    }

    private ModuleCode Compile(string source, OptimizationLevel level, bool isRuntimeAsync = false)
    {
        string path = Path.Combine(_folder, $"{Guid.NewGuid():n}.dll");
        ShapesCompiler.Compile(source, path, level, isRuntimeAsync: isRuntimeAsync);
        return ModuleCode.TryOpen(path)!;
    }
}
