using System.Runtime.CompilerServices;

namespace AsyncProf.Runtime.Tests.Live;

/// <summary>The test host blocks pool threads while it starts; on two cores the tests' own continuations would wait for the pool to grow.</summary>
internal static class PoolThreads
{
    [ModuleInitializer]
    internal static void Provide() => ThreadPool.SetMinThreads(16, 16);
}
