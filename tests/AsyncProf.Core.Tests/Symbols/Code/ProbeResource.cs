namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>What an <c>await using</c> disposes of; its line is that of the statement.</summary>
public readonly struct ProbeResource(int line) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => new(AwaitProbe.Make(1, line, "DisposeAsync"));
}
