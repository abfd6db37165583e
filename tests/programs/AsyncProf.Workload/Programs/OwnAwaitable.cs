using System.Runtime.CompilerServices;

namespace AsyncProf.Workload.Programs;

/// <summary>An awaitable of which the TPL knows nothing: a timer calls back.</summary>
internal sealed class OwnAwaitable : INotifyCompletion
{
    private Timer? _timer;

    public bool IsCompleted => false;

    public OwnAwaitable GetAwaiter() => this;

    public void OnCompleted(Action continuation) => _timer = new Timer(_ => continuation(), null, 40, Timeout.Infinite);

    public void GetResult() => _timer?.Dispose();
}
