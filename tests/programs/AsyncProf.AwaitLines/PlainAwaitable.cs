using System.Runtime.CompilerServices;

namespace AwaitLines;

/// <summary>Always suspends, by an awaiter that is not critical.</summary>
internal sealed class PlainAwaitable
{
    public Awaiter GetAwaiter() => default;

    public readonly struct Awaiter : INotifyCompletion
    {
        public bool IsCompleted => false;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => ThreadPool.QueueUserWorkItem(_ =>
        {
            Thread.Sleep(1);
            continuation();
        });
    }
}
