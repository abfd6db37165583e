using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Twins;

namespace AsyncProf.Runtime.Tests.Live;

/// <summary>Plugins in contexts of their own that are unloaded while the capture is on.</summary>
[Collection(LiveCollection.Name)]
public sealed class PluginTests
{
    private const int Loads = 20;

    [Fact]
    public async Task Unload_WhileCapturing_LeavesNothingAndTheNamesAreExact()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        await using ProfilerScope scope = AsyncProfiler.Start();
        var contexts = new List<WeakReference>();

        for (int i = 0; i < Loads; i++)
        {
            contexts.Add(await RunAsync(typeof(TwinOne).FullName!));
            contexts.Add(await RunAsync(typeof(TwinTwo).FullName!));
        }

        await Eventually.TrueAsync(() => AreCollected(contexts), TimeSpan.FromSeconds(20));
        AsyncProfile profile = await scope.StopAsync();
        Assert.Equal((Loads, Loads), (CallsOf(profile, typeof(TwinOne)), CallsOf(profile, typeof(TwinTwo))));
        Assert.All(profile.Methods.Where(row => row.Method.EndsWith(".SameAsync", StringComparison.Ordinal)), row => Assert.Equal("TwinOne.cs TwinTwo.cs".Split()[row.Method.Contains("TwinTwo", StringComparison.Ordinal) ? 1 : 0], Path.GetFileName(row.File)));
    }

    private static bool AreCollected(List<WeakReference> contexts)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return contexts.TrueForAll(context => !context.IsAlive);
    }

    /// <summary>Awaits nothing of the plugin's while its context is on this method's own frame.</summary>
    private static async Task<WeakReference> RunAsync(string type)
    {
        (WeakReference context, Task ended) = Start(type);
        await ended;
        return context;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Context, Task Ended) Start(string type)
    {
        var context = new AssemblyLoadContext("plugin", isCollectible: true);
        var task = (Task)context.LoadFromAssemblyPath(typeof(TwinOne).Assembly.Location).GetType(type)!.GetMethod("SameAsync")!.Invoke(null, null)!;
        Task ended = task.ContinueWith(static _ => { }, TaskScheduler.Default);
        context.Unload();
        return (new WeakReference(context), ended);
    }

    private static long CallsOf(AsyncProfile profile, Type type) => profile.Methods.Where(row => row.Method == type.FullName + ".SameAsync").Sum(row => row.Calls);
}
