using System.Runtime.CompilerServices;

namespace Pending;

/// <summary>An awaitable of its own kind that is never done.</summary>
internal sealed class Gate : INotifyCompletion
{
    private readonly List<Action> _waiting = [];

    public bool IsCompleted => false;

    public Gate GetAwaiter() => this;

    public void OnCompleted(Action continuation) => _waiting.Add(continuation);

    public void GetResult()
    {
    }
}
