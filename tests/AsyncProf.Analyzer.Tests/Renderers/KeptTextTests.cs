using AsyncProf.Exporters;
using AsyncProf.Heap.Kept;
using AsyncProf.Heap.Stacks;
using AsyncProf.Renderers;

namespace AsyncProf.Analyzer.Tests.Renderers;

public class KeptTextTests
{
    private static readonly PendingFrame Mine = new(PendingKind.Suspended, "Shop.Orders.GetAsync", "/src/Orders.cs", 7);
    private static readonly PendingDump Dump = new() { Runtime = "10.0.1", Stopped = TimeSpan.FromMilliseconds(41.2), Operations = 1, Objects = 12_345 };

    private static readonly KeptHeap Kept = new()
    {
        Heap = 30L << 20,
        Reachable = (30L << 20) - 9_000,
        Own = 20L << 20,
        Shared = 5_000,
        Machines = 3,
        MachineBytes = 312,
        Stacks = [new KeptStack(4, 3, [Mine])
        {
            Own = 20L << 20,
            Objects = 3,
            Shared = 5_000,
            MachineBytes = 312,
            Locals = [new KeptLocal("rows", 20L << 20, 3, [new KeptType("System.Byte[]", 20L << 20, 3)])],
        }],
        Groups = [new SharedObjects(5_000, 1, 3, [4], [(4, "all")], [new KeptType("System.Int32[]", 5_000, 1)])],
    };

    [Fact]
    public void Render_OfWhatIsKept_TellsStacksLocalsAndWhoShares()
    {
        Assert.Equal(
            """
            Shop (7), .NET 10.0.1: 3 calls of async methods that have not ended keep 20.0 MiB of a heap of 30.0 MiB. It stood still for 41 ms.
            Nothing else leads to that: 20.0 MiB to one call each, 5,000 B to several. The calls themselves take 312 B, and 9,000 B of the heap can be collected.

            20.0 MiB in 3 objects, and 5,000 B with others:
               3 × Shop.Orders.GetAsync  Orders.cs:7
                       20.0 MiB  rows: 3 System.Byte[] (20.0 MiB)

            Shared:
                        5,000 B  by 3 calls: 1 System.Int32[] (5,000 B)
                                 all in Shop.Orders.GetAsync

            """,
            PendingOf(Kept));
    }

    [Fact]
    public void Render_OfWhatIsNotWhole_SaysSo()
    {
        string text = PendingOf(Kept with { Dropped = 2, IsPartial = true, Unread = 100 });

        Assert.Contains("\n2 other calls that nothing holds any more keep nothing.\n", text, StringComparison.Ordinal);
        Assert.Contains("\nNot all that share something could be counted: of what is shared, numbers of calls and stacks are the least.\n", text, StringComparison.Ordinal);
        Assert.Contains("\n100 bytes of the heap could not be read: what they lead to may be missing, or told as kept though something else leads to it.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_OfMoreThanIsShown_SaysHowMuchIsLeftOut()
    {
        KeptLocal[] locals = [.. Enumerable.Range(1, 10).Select(i => new KeptLocal($"l{i}", 100, 1, [.. Enumerable.Range(1, 5).Select(j => new KeptType($"T{j}", 20, 1))]))];
        KeptHeap kept = Kept with { Groups = [], Stacks = [.. Enumerable.Range(1, 3).Select(line => new KeptStack(line, 1, [Mine with { Line = line }]) { Own = 1_000, Objects = 10, Locals = locals })] };

        string text = KeptText.Render(kept, Dump, "Shop", _ => 2, showAll: true);

        Assert.Contains("\n… and 1 other stack (--top 3 shows all).\n", text, StringComparison.Ordinal);
        Assert.Contains("              100 B  l1: 1 T1 (20 B), 1 T2 (20 B), 1 T3 (20 B), 2 more types\n", text, StringComparison.Ordinal);
        Assert.Contains("              200 B  in 2 other locals\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_OfNamesThatCommandATerminal_LeavesThatOut()
    {
        KeptStack evil = Kept.Stacks[0] with { Locals = [new KeptLocal("a\u001b[2J", 10, 1, [new KeptType("b\u202e", 10, 1)])] };

        string text = KeptText.Render(Kept with { Stacks = [evil], Groups = [Kept.Groups[0] with { Locals = [(4, "c\n")] }] }, Dump, "Shop\u001b", _ => 9, showAll: true);

        Assert.Contains("a[2J: 1 b (10 B)", text, StringComparison.Ordinal);
        Assert.Contains("c in Shop.Orders.GetAsync", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void Json_OfWhatIsKept_HoldsAllOfIt()
    {
        using var output = new MemoryStream();

        PendingJson.Write(Dump, "Shop", output, Kept);

        Assert.EndsWith(
            """
            ,"kept":{"heapBytes":31457280,"reachableBytes":31448280,"ownBytes":20971520,"sharedBytes":5000,"machines":3,"machineBytes":312,"droppedMachines":0,"sharersAreAtLeast":false,"unreadBytes":0,"stacks":[{"id":4,"count":3,"ownBytes":20971520,"ownObjects":3,"sharedBytes":5000,"machineBytes":312,"frames":[{"kind":"suspended","name":"Shop.Orders.GetAsync","file":"/src/Orders.cs","line":7}],"locals":[{"name":"rows","bytes":20971520,"objects":3,"types":[{"name":"System.Byte[]","bytes":20971520,"objects":3}]}]}],"shared":[{"bytes":5000,"objects":1,"sharers":3,"stacks":[4],"locals":[{"stack":4,"name":"all"}],"types":[{"name":"System.Int32[]","bytes":5000,"objects":1}]}]}}
            """,
            System.Text.Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    private static string PendingOf(KeptHeap kept) => KeptText.Render(kept, Dump, "Shop (7)", _ => 10, showAll: false);
}
