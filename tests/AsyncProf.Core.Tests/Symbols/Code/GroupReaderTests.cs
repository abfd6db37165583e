using System.Reflection.Metadata;
using AsyncProf.Symbols.Code;
using Microsoft.CodeAnalysis;

namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>Of whose methods a type makes delegates, told by its code.</summary>
public sealed class GroupReaderTests : IDisposable
{
    private const string Source = """
        class Other { public void Run() { } public static void Load() { } }
        class Own { public static void Load() { } void Run() { } void Go() { Task.Run(Load); Task.Run(Run); } }
        class Async { static void Load() { } async Task GoAsync() { await Task.Delay(1); await Task.Run(Load); } }
        class Generic<T> { void Load() { } void Go() => Task.Run(Load); }
        class Wrapper { Other inner = new(); void Run() { } void Go() => Task.Run(inner.Run); }
        class Both { Other inner = new(); void Run() { } void Go() { Task.Run(Run); Task.Run(inner.Run); } }
        class Far { void Dispose() { } void Go(Stream s) { Task.Run(s.Dispose); Task.Run(Dispose); } }
        class Helper { public static void Load() { } public static void Go(Action action) { Load(); Task.Run(action); } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("asyncprof-groups-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Own", "Load", true)]
    [InlineData("Own", "Run", true)]
    [InlineData("Async", "Load", true)] // in its state machine
    [InlineData("Generic`1", "Load", true)]
    [InlineData("Wrapper", "Run", false)] // another's only
    [InlineData("Both", "Run", false)]
    [InlineData("Far", "Dispose", false)] // another module's as well
    [InlineData("Helper", "Load", false)] // calls it, and runs what it is given
    public void MakesOwnOnly_OfEachShape_IsWhatTheCodeSays(string type, string name, bool expected)
    {
        string path = Path.Combine(_folder, "groups.dll");
        ShapesCompiler.Compile(Source, path, OptimizationLevel.Release);
        using ModuleCode module = ModuleCode.TryOpen(path)!;
        using var file = new ModuleFile(path);

        Assert.Equal(expected, module.MakesOwnOnly(TypeSearch.Find(file.Image.GetMetadataReader(), type)!.Value, name));
    }
}
