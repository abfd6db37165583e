namespace AsyncProf.Decoding.Samples;

/// <summary>What is known of the runtime's sample profiler: https://github.com/dotnet/runtime/blob/main/src/native/eventpipe/ep-sample-profiler.c.</summary>
internal static class SampleEvents
{
    /// <summary>The name of its provider.</summary>
    public const string ProviderName = "Microsoft-DotNETCore-SampleProfiler";

    /// <summary>Its only event: a thread, seen with its stack. Its payload says what the thread was in.</summary>
    public const int ThreadSample = 0;

    /// <summary>In managed code; 1 is native code, or blocked in it.</summary>
    public const int Managed = 2;

    /// <summary>The id of its provider.</summary>
    public static readonly Guid Provider = new("3c530d44-97ae-513a-1e6d-783e8f8e03a9");
}
