using System.Collections.Concurrent;
using System.Reflection;

namespace AwaitLines;

/// <summary>Tasks that end only once they are awaited, however busy the machine is.</summary>
internal static class Later
{
    private static readonly FieldInfo Continuation = typeof(Task).GetField("m_continuationObject", BindingFlags.Instance | BindingFlags.NonPublic)!;
    private static readonly BlockingCollection<(Task Task, Action End)> Open = [];

    static Later() => new Thread(End) { IsBackground = true }.Start();

    public static Task Void() => Make(0);

    public static Task<int> One() => Make(1);

    public static ValueTask ValueVoid() => new(Make(0));

    public static ValueTask<int> ValueOne() => new(Make(1));

    public static async Task<T> Echo<T>(T value)
    {
        Truth.At("Later.Void"); await Void();
        return value;
    }

    public static async Task<int> Failing()
    {
        Truth.At("Later.Void"); await Void();
        throw new InvalidOperationException();
    }

    /// <summary>Ends a source when its task is awaited.</summary>
    public static TaskCompletionSource<T> Source<T>(T value)
    {
        var source = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Open.Add((source.Task, () => source.TrySetResult(value)));
        return source;
    }

    /// <summary>Does something when a task is awaited.</summary>
    public static Task When(Task task, Action act)
    {
        Open.Add((task, act));
        return task;
    }

    private static Task<T> Make<T>(T value) => Source(value).Task;

    private static void End()
    {
        foreach ((Task task, Action end) in Open.GetConsumingEnumerable())
        {
            var wait = new SpinWait();
            while (!task.IsCompleted && Continuation.GetValue(task) is null)
                wait.SpinOnce();
            Thread.Sleep(1);
            end();
        }
    }
}
