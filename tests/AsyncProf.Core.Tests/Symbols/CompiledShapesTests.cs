using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using AsyncProf.Events;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncProf.Core.Tests.Symbols;

/// <summary>The names of everything that the C# compiler makes a state machine or a delegate of.</summary>
public sealed class CompiledShapesTests : IDisposable
{
    private readonly NameTable _names = new();
    private PEReader? _image;

    public void Dispose() => _image?.Dispose();

    [Theory]
    [InlineData("class C { async Task A() => await Task.Yield(); }", "C.A")]
    [InlineData("namespace N.M; class C { async Task<int> A<T>(T t) { await Task.Yield(); return 1; } }", "N.M.C.A")]
    [InlineData("class C { async Task A(int a) => await Task.Yield(); async Task A(string? b, List<int> c) => await Task.Yield(); void A() {} }", "C.A(int)", "C.A(string, List<int>)")]
    [InlineData("class C<TStore> { class D<TRow> { async Task A(TRow a) => await Task.Yield(); async Task A(TStore a, List<TRow[]> b) => await Task.Yield(); async Task A<TOut>(TOut a, Func<TRow, TOut> b) => await Task.Yield(); } }", "C`1.D`1.A(TOut, Func<TRow, TOut>)", "C`1.D`1.A(TRow)", "C`1.D`1.A(TStore, List<TRow[]>)")]
    [InlineData("class C<T> { class D<U> { async Task A() => await Task.Yield(); } }", "C`1.D`1.A")]
    [InlineData("record R(int X) { async Task A() => await Task.Delay(X); }", "R.A")]
    [InlineData("struct S { async ValueTask A() => await Task.Yield(); }", "S.A")]
    [InlineData("class C { async void A() => await Task.Yield(); }", "C.A")]
    [InlineData("class C { async IAsyncEnumerable<int> A() { await Task.Yield(); yield return 1; } }", "C.A")]
    [InlineData("namespace N; interface I { Task A(); } class C : I { async Task I.A() => await Task.Yield(); }", "N.C.I.A")]
    [InlineData("namespace N; interface I<T> { Task A(T t); } class C : I<int>, I<string> { async Task I<int>.A(int t) => await Task.Yield(); async Task I<string>.A(string t) => await Task.Yield(); }", "N.C.I<Int32>.A", "N.C.I<String>.A")]
    [InlineData("interface I { async Task A() => await Task.Yield(); }", "I.A")]
    [InlineData("class C { Task A() { return L(); async Task L() => await Task.Yield(); } }", "C.A.L")]
    [InlineData("class C { Task A() { return L(); async Task L() { await M(); async Task M() => await Task.Yield(); } } }", "C.A.L", "C.A.M")]
    [InlineData("class C { async Task A() { await L(); async Task L() => await Task.Yield(); } }", "C.A", "C.A.L")]
    [InlineData("class C { Func<Task> A() => async () => await Task.Yield(); }", "C.A.lambda")]
    [InlineData("class C { Func<Task> A(int x) => async () => await Task.Delay(x); }", "C.A.lambda")]
    [InlineData("class C { Func<Task>[] A() => new Func<Task>[] { async () => await Task.Yield(), async () => await Task.Delay(1) }; }", "C.A.lambda#1", "C.A.lambda#2")]
    [InlineData("class C { Func<Task> P => async () => await Task.Yield(); }", "C.P.get.lambda")]
    [InlineData("class C { Func<Task> F = async () => await Task.Yield(); }", "C.ctor.lambda")]
    [InlineData("class C { C() { Func<Task> f = async () => await Task.Yield(); } }", "C.ctor.lambda")]
    [InlineData("class C { static Func<Task> F = async () => await Task.Yield(); }", "C.cctor.lambda")]
    [InlineData("class C { Func<Task> F = async () => await Task.Yield(), G = async () => await Task.Delay(1); }", "C.ctor.lambda#1", "C.ctor.lambda#2")]
    [InlineData("class C { Func<Task> F, G; int n; C() { F = async () => { await Task.Yield(); n++; }; G = async () => { await Task.Yield(); n--; }; } }", "C.ctor.lambda#1", "C.ctor.lambda#2")]
    [InlineData("class C(int k) { Func<Task> F = async () => await Task.Delay(k), G = async () => await Task.Delay(k * 3); }", "C.ctor.lambda#1", "C.ctor.lambda#2")]
    [InlineData("class C { static Func<Task> F = async () => await Task.Yield(), G = async () => await Task.Delay(1); }", "C.cctor.lambda#1", "C.cctor.lambda#2")]
    [InlineData("class C { Func<Task> F { get; } = async () => await Task.Yield(); Func<Task> G { get; } = async () => await Task.Delay(1); }", "C.ctor.lambda#1", "C.ctor.lambda#2")]
    [InlineData("namespace N; interface I { Task A(int n); } class C : I { Task I.A(int n) { Func<Task> f = async () => await Task.Delay(n), g = async () => await Task.Delay(n * 3); return f(); } }", "N.C.I.A.lambda#1", "N.C.I.A.lambda#2")]
    [InlineData("class C { void A(int a) { L(); async Task L() => await Task.Delay(a); } void A(string a) { L(); async Task L() => await Task.Yield(); } }", "C.A.L#1", "C.A.L#2")]
    [InlineData("class C { void A() { { L(); async Task L() => await Task.Yield(); } { L(); async Task L() => await Task.Delay(1); } } }", "C.A.L#1", "C.A.L#2")]
    [InlineData("class C { public static C operator +(C a, C b) { Func<Task> f = async () => await Task.Yield(); return a; } }", "C.op_Addition.lambda")]
    [InlineData("await Task.Yield(); await L(); async Task L() => await Task.Yield();", "Program.Main", "Program.Main.L")]
    [InlineData("Func<Task> f = async () => await Task.Yield(); f();", "Program.Main.lambda")]
    [InlineData("class @class { async Task @await() => await Task.Yield(); }", "class.await")]
    [InlineData("class C { async Task Größe_1() => await Task.Yield(); }", "C.Größe_1")]
    public void Resolve_OfEveryStateMachineInASource_IsCanonical(string source, params string[] expected)
    {
        MetadataReader reader = Compile(source);
        var index = new MetadataIndex();
        index.Add(reader);
        var methods = new MethodTable(_names, index);

        IEnumerable<string> machines = reader.TypeDefinitions.Select(handle => reader.GetString(reader.GetTypeDefinition(handle).Name))
            .Where(name => CompilerNames.MethodOfStateMachine(name) is not null);

        Assert.Equal(expected, machines.Select(name => methods[methods.Resolve(_names.Intern("Async: " + name))].DisplayName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("class C { Func<Task> F; C(int a) { F = async () => await Task.Delay(a); } C(string a) { F = async () => await Task.Delay(a.Length); } }", "C.ctor.lambda#1", "C.ctor.lambda#2")]
    [InlineData("class C { void A(int a) { L(); async Task L() => await Task.Delay(a); } void A(string a) { L(); async Task L() => await Task.Delay(a.Length); } }", "C.A.L#1", "C.A.L#2")]
    public void Machines_OfOneShortName_AreToldApart(string source, params string[] expected)
    {
        var index = new MetadataIndex();
        index.Add(Compile(source));

        Assert.Equal(expected, index.Machines().Select(method => method.DisplayName).Order(StringComparer.Ordinal));
    }

    private MetadataReader Compile(string source)
    {
        const string Usings = "using System; using System.Collections.Generic; using System.Threading.Tasks; ";
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        bool isProgram = !source.Contains("class", StringComparison.Ordinal) && !source.Contains("record", StringComparison.Ordinal)
            && !source.Contains("struct", StringComparison.Ordinal) && !source.Contains("interface", StringComparison.Ordinal);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Shapes",
            [CSharpSyntaxTree.ParseText(Usings + source, new CSharpParseOptions(LanguageVersion.Preview))],
            platform.Where(path => Path.GetFileName(path) is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "System.Collections.dll").Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        _image = new PEReader(image);
        return _image.GetMetadataReader();
    }
}
