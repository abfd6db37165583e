using AsyncProf.Exporters;
using AsyncProf.Heap.Stacks;
using AsyncProf.Renderers;

namespace AsyncProf.Analyzer.Tests.Renderers;

public class PendingTextTests
{
    private static readonly PendingFrame Mine = new(PendingKind.Suspended, "Shop.Orders.GetAsync", "/src/Orders.cs", 7);
    private static readonly PendingDump Dump = new() { Runtime = "10.0.1", Stopped = TimeSpan.FromMilliseconds(41.2), Operations = 1, Objects = 12_345 };

    [Fact]
    public void Render_OfADelay_SaysWhenItIsDue()
    {
        PendingDump dump = Dump with { Stacks = [new PendingStack(2, [Mine, new PendingFrame(PendingKind.Leaf, "Task.Delay")]) { Due = (-500, 90_000) }] };

        Assert.Equal(
            """
            Shop (7), .NET 10.0.1: 1 async operation has not ended, of 12,345 objects. It stood still for 41 ms.

               2 × Shop.Orders.GetAsync  Orders.cs:7
                   waits for Task.Delay, due in -0.5 s to 90.0 s

            """,
            PendingText.Render(dump, "Shop (7)", 10, showAll: false));
    }

    [Fact]
    public void Render_OfMoreThanIsShown_SaysHowMuchIsLeftOut()
    {
        PendingDump dump = Dump with
        {
            Unread = 100,
            Stacks = [.. Enumerable.Range(1, 3).Select(line => new PendingStack(1, [Mine with { Line = line }])), new PendingStack(5, [Mine with { IsFramework = true }])],
        };

        string text = PendingText.Render(dump, "Shop", 2, showAll: false);

        Assert.Contains("100 bytes of the heap could not be read: operations may be missing.\n", text, StringComparison.Ordinal);
        Assert.Contains("\n… and 1 other stack (--top 3 shows all).\n", text, StringComparison.Ordinal);
        Assert.Contains("\n5 stacks of the frameworks alone left out (--show-all).\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_OfAVeryDeepStack_ShowsBothEnds()
    {
        PendingDump dump = Dump with { Stacks = [new PendingStack(1, [.. Enumerable.Range(0, 1000).Select(i => Mine with { Name = $"Deep.M{i}" })])] };

        string text = PendingText.Render(dump, "Shop", 10, showAll: true);

        Assert.InRange(text.Split('\n').Length, 50, 70);
        Assert.Contains("… 940 methods …\n       Deep.M970 ", text, StringComparison.Ordinal);
        Assert.Contains("Deep.M999 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_OfNamesThatCommandATerminal_LeavesThatOut()
    {
        PendingDump dump = Dump with { Stacks = [new PendingStack(1, [Mine with { Name = "Evil\u001b[2J\u202eAsync", File = "a\nb.cs" }])] };

        string text = PendingText.Render(dump, "Shop", 10, showAll: false);

        Assert.Contains("Evil[2JAsync  ab.cs:7", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_OfASemaphore_SaysWhoMayHoldIt()
    {
        var leaf = new PendingFrame(PendingKind.Leaf, "SemaphoreSlim.WaitAsync (0 free, 2 waiting)") { IsSemaphore = true };
        PendingStack[] stacks = [new(2, [Mine, leaf]), new(1, [Mine with { Line = 9 }, new PendingFrame(PendingKind.Leaf, "a socket")]), new(1, [Mine with { Line = 3 }])];
        PendingDump dump = Dump with { Stacks = SemaphoreHolders.Name(stacks) };

        string text = PendingText.Render(dump, "Shop", 10, showAll: true);

        Assert.Contains("       waits for SemaphoreSlim.WaitAsync (0 free, 2 waiting); perhaps held at Orders.cs:9\n", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Split("perhaps held").Length - 1);
    }

    [Fact]
    public void Json_OfADump_HoldsAllOfIt()
    {
        PendingDump dump = Dump with
        {
            Blocked = [new BlockedThread(9, [Mine with { Kind = PendingKind.Running }])],
            Stacks = [new PendingStack(2, [Mine, new PendingFrame(PendingKind.Leaf, "Task.Delay")]) { Due = (1, 2), Blocked = [3] }],
        };
        using var output = new MemoryStream();

        PendingJson.Write(dump, "Shop", output);

        Assert.Equal(
            """{"schema":"asyncprof.dump/1","name":"Shop","runtimeVersion":"10.0.1","stoppedNs":41200000,"operations":1,"objects":12345,"unreadBytes":0,"blockedThreads":[{"thread":9,"frames":[{"kind":"running","name":"Shop.Orders.GetAsync","file":"/src/Orders.cs","line":7}]}],"stacks":[{"count":2,"blocking":1,"dueInMs":1,"lastDueInMs":2,"frames":[{"kind":"suspended","name":"Shop.Orders.GetAsync","file":"/src/Orders.cs","line":7},{"kind":"leaf","name":"Task.Delay"}]}]}""",
            System.Text.Encoding.UTF8.GetString(output.ToArray()));
    }
}
