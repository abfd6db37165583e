using AsyncProf.Decoding.Stacks;
using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Events.Tpl;
using AsyncProf.Recording.Bursts;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Analyzer.Tests.Recording.Bursts;

/// <summary>One burst of this very process.</summary>
[Collection(OwnRecordingCollection.Name)]
public sealed class StackBurstTests
{
    [Fact]
    public async Task RunAsync_OfAProcessAtWork_TellsOfBeginningsWithTheirStacks()
    {
        var samples = new SampledStacks();
        var names = new NameTable();
        var client = new RuntimeClient(Environment.ProcessId);
        using var stop = new CancellationTokenSource();
        Task working = WorkAsync(stop.Token);
        await Task.Delay(50);

        ReadOnlyMemory<byte> stream = await new StackBurst(client).RunAsync(TimeSpan.FromSeconds(2), CancellationToken.None);
        await CompiledMethods.AskAsync(client, (provider, id, _, _, payload) => samples.Methods.Take(provider, id, payload), CancellationToken.None); // it may have been compiled anew meanwhile
        await stop.CancelAsync();
        await working;

        var begun = new List<(int Task, long At, string Name)>();
        StackedEvents.Read(stream.Span, (provider, id, timestamp, payload, stack) =>
        {
            if (provider != TplEvents.SourceName)
                return; // the session itself
            Assert.Equal((int)AsyncEventKind.OperationBegin, id); // nothing else passes the runtime's filter
            begun.Add((BitConverter.ToInt32(payload), timestamp, AsyncProf.Decoding.TplDecoder.Text(payload[4..]).ToString()));
            samples.Add(begun[^1].Task, timestamp, stack);
        });
        var identities = new StackIdentities(samples, names, System.Diagnostics.Stopwatch.Frequency);
        string[] own = [.. begun.Where(one => one.Name.StartsWith("Async: <StepAsync>", StringComparison.Ordinal)).Select(one => names[identities.NameOf(one.Task, one.At, names.Intern(one.Name))])];
        Assert.InRange(own.Length, 2, 10_000);
        Assert.All(own, name => Assert.Contains($"{typeof(StackBurstTests).FullName}+<StepAsync>", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_OfADamagedStream_EndsOrThrowsOneException()
    {
        using var stop = new CancellationTokenSource();
        Task working = WorkAsync(stop.Token);
        byte[] stream = (await new StackBurst(new RuntimeClient(Environment.ProcessId)).RunAsync(TimeSpan.FromMilliseconds(50), CancellationToken.None)).ToArray();
        await stop.CancelAsync();
        await working;
        var random = new Random(1);
        int damaged = 0;
        for (int i = 0; i < 3_000; i++)
        {
            byte[] other = stream[..random.Next(stream.Length + 1)];
            for (int errors = random.Next(4); errors > 0 && other.Length > 0; errors--)
                other[random.Next(other.Length)] = (byte)random.Next(256);
            try
            {
                StackedEvents.Read(other, (_, _, _, _, _) => { });
            }
            catch (BatchFormatException)
            {
                damaged++;
            }
        }

        Assert.InRange(damaged, 1, 3_000);
    }

    private static async Task WorkAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            await StepAsync();
    }

    private static async Task StepAsync() => await Task.Delay(1);
}
