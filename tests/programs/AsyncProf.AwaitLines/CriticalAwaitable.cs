using System.Runtime.CompilerServices;

namespace AwaitLines;

/// <summary>Always suspends, by an awaiter that is critical, and a class.</summary>
internal sealed class CriticalAwaitable
{
    public Awaiter GetAwaiter() => new();

    public sealed class Awaiter : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public int GetResult() => 1;

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(static state =>
        {
            Thread.Sleep(1);
            ((Action)state!)();
        }, continuation);
    }
}
