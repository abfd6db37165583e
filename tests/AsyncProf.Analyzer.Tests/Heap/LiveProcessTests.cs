using System.Diagnostics;
using AsyncProf.Heap;

namespace AsyncProf.Analyzer.Tests.Heap;

/// <summary>Processes that end while they are read, and faults that are none of theirs.</summary>
public sealed class LiveProcessTests : IDisposable
{
    private readonly Process _process = Process.Start("sleep", ["60"]);

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    [Fact]
    public async Task Read_OfAProcessThatEndsMeanwhile_SaysSoWhateverIsThrown()
    {
        HeapException exception = await Assert.ThrowsAsync<HeapException>(() => Live().ReadAsync<int>(() =>
        {
            End();
            throw new InvalidDataException("Failed to request AppDomainStoreData.");
        }));

        Assert.Equal($"Process {_process.Id} ended while it was read.", exception.Message);
        Assert.IsType<InvalidDataException>(exception.InnerException);
    }

    [Fact]
    public async Task Read_OfAProcessThatHasEnded_IsNoAnswer()
    {
        HeapException exception = await Assert.ThrowsAsync<HeapException>(() => Live().ReadAsync(() =>
        {
            End();
            return Task.FromResult(1); // what could not be read any more would be missing
        }));

        Assert.Equal($"Process {_process.Id} ended while it was read.", exception.Message);
    }

    [Fact]
    public async Task Read_OfAProcessThatHadEndedBefore_SaysSo()
    {
        End();

        HeapException exception = await Assert.ThrowsAsync<HeapException>(() => Live().ReadAsync<int>(() => throw new HeapException("It cannot be read.")));

        Assert.Equal($"Process {_process.Id} ended while it was read.", exception.Message);
    }

    [Fact]
    public async Task Read_ThatFailsWhileTheProcessLives_KeepsItsFault()
    {
        var fault = new InvalidOperationException("a bug");

        Assert.Same(fault, await Assert.ThrowsAsync<InvalidOperationException>(() => Live().ReadAsync<int>(() => throw fault)));
    }

    [Fact]
    public async Task Read_OfAProcessThatLives_IsItsAnswer() => Assert.Equal(1, await Live().ReadAsync(() => Task.FromResult(1)));

    private LiveProcess Live() => new(_process.Id, TimeSpan.Zero);

    private void End()
    {
        _process.Kill();
        _process.WaitForExit();
    }
}
