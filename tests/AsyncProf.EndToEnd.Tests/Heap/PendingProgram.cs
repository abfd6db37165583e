using AsyncProf.EndToEnd.Tests.Recording;
using AsyncProf.Testing;

namespace AsyncProf.EndToEnd.Tests.Heap;

/// <summary>Where the program is whose operations never end, on each runtime.</summary>
internal static class PendingProgram
{
    public const string Ten = "net10.0", TenOptimized = "net10.0 optimized", Eleven = "net11.0", RuntimeAsync = "net11.0 runtime-async";

    private const string Name = "AsyncProf.Pending";

    public static Task<string> PathAsync(PublishedPrograms published, string runtime) => runtime switch
    {
        Eleven or RuntimeAsync => published.OnElevenAsync(Name, runtime == RuntimeAsync),
        TenOptimized => published.GetAsync(Name, Ten, "Release"),
        _ => Task.FromResult(Path.Combine(Repository.Root, "tests/programs", Name, "bin", Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!), runtime, Name)),
    };
}
