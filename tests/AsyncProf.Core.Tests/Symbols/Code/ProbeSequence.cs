using System.Runtime.CompilerServices;

namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>What an <c>await foreach</c> walks: two items, each after a wait, and a disposal that waits.</summary>
public sealed class ProbeSequence(int line) : IAsyncEnumerable<int>, IAsyncEnumerator<int>
{
    public int Current { get; private set; }

    public static IAsyncEnumerable<int> Make([CallerLineNumber] int line = 0) => new ProbeSequence(line);

    public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

    public ValueTask<bool> MoveNextAsync() => new(AwaitProbe.Make(Current++ < 2, line, "Make"));

    public ValueTask DisposeAsync() => new(AwaitProbe.Make(1, line, "DisposeAsync"));
}
