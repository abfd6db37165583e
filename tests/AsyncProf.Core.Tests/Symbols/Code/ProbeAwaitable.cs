using System.Runtime.CompilerServices;

namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>An awaitable that always suspends; nothing tells of its waits.</summary>
public sealed class ProbeAwaitable(int line, string name)
{
    public Awaiter GetAwaiter() => new(line, name);

    public readonly struct Awaiter(int line, string name) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation)
        {
            AwaitProbe.Note(line, name);
            ThreadPool.QueueUserWorkItem(_ => continuation());
        }
    }
}

/// <summary>The same with a result, and an awaiter that is a class and not critical.</summary>
public sealed class ProbeAwaitable<T>(int line, string name, T value)
{
    public Awaiter GetAwaiter() => new(line, name, value);

    public sealed class Awaiter(int line, string name, T value) : INotifyCompletion
    {
        public bool IsCompleted => false;

        public T GetResult() => value;

        public void OnCompleted(Action continuation)
        {
            AwaitProbe.Note(line, name);
            ThreadPool.QueueUserWorkItem(_ => continuation());
        }
    }
}
