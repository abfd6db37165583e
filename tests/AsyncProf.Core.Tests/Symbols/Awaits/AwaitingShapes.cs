using System.Threading.Channels;

namespace AsyncProf.Core.Tests.Symbols.Awaits;

/// <summary>Methods whose awaits tests look up in this very assembly. They are compiled, and never called.</summary>
internal sealed class AwaitingShapes(PeriodicTimer timer, ChannelReader<int> channel, SemaphoreSlim gate, AwaitingShapes.IWorker worker)
{
    internal interface IWorker
    {
        Task WorkAsync();
    }

    public async Task OneSilent(Task task)
    {
        await task;
        await timer.WaitForNextTickAsync();
        await Task.Delay(1);
    }

    public async Task TwoSilent()
    {
        await timer.WaitForNextTickAsync();
        await channel.ReadAsync();
        await timer.WaitForNextTickAsync();
    }

    public async Task NoneSilent() => await Task.Delay(1);

    public async Task FiveSilent()
    {
        await timer.WaitForNextTickAsync();
        await channel.ReadAsync();
        await channel.WaitToReadAsync();
        await Stream.Null.ReadExactlyAsync(new byte[1]);
        await Stream.Null.DisposeAsync();
    }

    public async Task SilentVariable(ValueTask mine)
    {
        await timer.WaitForNextTickAsync();
        await mine;
    }

    public async Task OneTask()
    {
        await NoneSilent();
        await Task.WhenAll(NoneSilent(), Task.Delay(1));
        await gate.WaitAsync();
        await Task.Run(() => 1);
    }

    public async Task OnlyAsyncMethods()
    {
        await NoneSilent();
        await TwoSilent();
    }

    public async Task Calls()
    {
        await NoneSilent();
        await worker.WorkAsync();
        await Through();
        await Twice();
        await Local();

        async Task Local() => await NoneSilent();
    }

    public async Task CallsTwice()
    {
        await NoneSilent();
        await NoneSilent();
    }

    public Task Through() => NoneSilent();

    public Task Twice() => Through();

    internal sealed class Explicit : IWorker
    {
        async Task IWorker.WorkAsync() => await Task.Delay(1);
    }

    internal sealed class Implicit : IWorker
    {
        public async Task WorkAsync() => await Task.Delay(1);
    }

    /// <summary>Has a method of a name that <see cref="Calls"/> awaits of another.</summary>
    internal sealed class Stranger
    {
        public async Task NoneSilent() => await Task.Delay(1);
    }
}
