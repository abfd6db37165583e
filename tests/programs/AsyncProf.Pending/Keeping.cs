using System.Text;
using static Pending.Keepers;

namespace Pending;

/// <summary>Operations that never end and keep objects of known sizes. Each form says its methods, what the innermost of them keeps of its own, by name, and what it shares with how many.</summary>
internal static class Keeping
{
    /// <summary>Of an object without fields but one, of a <see cref="List{T}"/>, a <see cref="StringBuilder"/>, a delegate: what each takes, in bytes.</summary>
    private const int One = 24, ListSize = 32, BuilderSize = 48;

    /// <summary>More than are told apart at a time.</summary>
    private const int Calls = 150;

    private static readonly int DelegateSize = Environment.Version.Major < 11 ? 64 : 56;

    /// <summary>A framework's own method, which holds what it copies from, and a buffer; so does the method that it awaits.</summary>
    private const string CopyTo = "System.IO.Stream.CopyToAsync.Core";

    public static IEnumerable<(string[] Frames, (string Name, int Bytes, int Objects)[] Own, int Shared, int Sharers)> All
    {
        get
        {
            yield return Only("OfLocal", ("buffer", Array(10_000), 1));
            yield return Only("OfParameter", ("given", Array(10_001), 1));
            yield return Only("Owner.OfThis", ("this", One + Array(3_000), 2));
            yield return Only("OfTwoLocals", ("first", One + Array(500), 2), ("second", One, 1));
            yield return (["SharerA"], [("own", Array(100), 1)], Array(20_000), 2);
            yield return (["SharerB"], [("own", Array(200), 1)], Array(20_000), 2);
            yield return Only("OfStatic");
            yield return Only("OfThreadStatic");
            yield return Only("OfHandle");
            yield return Only("OfStaticAndOwn", ("list", ListSize + Array(4 * 8) + Array(300), 3));
            yield return Only("Consuming", ("own", Array(400), 1));
            yield return (["Consuming", "Pages"], [("page", Array(4_000), 1), ("size", One, 1)], 0, 0);
            yield return Only("OfClosure", ("callback", DelegateSize + One + Array(600), 3));
            yield return Only("OfBuilder", ("text", BuilderSize + Array(2 * 1_000), 2));
            yield return Only("HandingDown", ("data", Array(5_000), 1));
            yield return (["HandingDown", "Handed"], [("more", Array(50), 1)], 0, 0);
            yield return (["Linked"], [("own", Calls * Array(100), Calls), ("left", One, 1), ("right", One, 1)], Array(40_000) + ((Calls - 1) * One), Calls);
            yield return (["Linked", "LinkedInner"], [], 0, 0);
            yield return Only("OfTask", ("tasks", Array(8), 1));
            yield return Only("Other", ("own", Array(700), 1));
            yield return Only("Joining");
            yield return (["Joining", "Task.WhenAll", "JoinedA"], [], Array(900), 2);
            yield return (["Joining", "Task.WhenAll", "JoinedB"], [], Array(900), 2);
            yield return Only("OfPooled");
            yield return (["OfPooled", "Pooled"], [("buffer", Array(1_000), 1)], 0, 0);
            yield return Only("OfVoid", ("buffer", Array(1_200), 1));
            yield return Only("OfLarge", ("large", Array(50_000 * 8) + One, 2), ("bytes", Array(200_000), 1));
            yield return Only("OfStructs", ("pairs", Array(3 * 24) + One + Array(30), 3), ("memory", Array(64), 1));
            yield return Only("OfGeneric", ("value", Array(40) + Array(60), 2), ("more", 4 * Array(20), 4));
            yield return Only("OfAttached", ("key", One + Array(1_300), 2));
            yield return Only("OfFinalizer", ("closing", One, 1));
            yield return Only("OfFramework");
            yield return (["OfFramework", CopyTo], [], 0, 0);
            yield return (["OfFramework", CopyTo, "Source.ReadAsync"], [("this", 32 + Array(2_200), 2), ("buffer", Array(128 << 10), 1)], 0, 0);
            yield return Only("BlockedOn", ("held", Array(1_400), 1));
            yield return Only("Blocking", ("held", Array(1_500), 1));
            yield return Only("OfCycle", ("ring", (2 * One) + Array(2 * 8) + Array(1_600), 4));
        }
    }

    public static void Begin()
    {
        Attached.Add(Cache, new byte[1_700]);
        _ = OfLocal();
        _ = OfParameter(new byte[10_001]);
        _ = new Owner(new byte[3_000]).OfThis();
        _ = OfTwoLocals();
        byte[] shared = new byte[20_000];
        _ = SharerA(shared);
        _ = SharerB(shared);
        _ = OfStatic();
        _ = OfHandle(new byte[1_800]);
        _ = OfStaticAndOwn();
        _ = Consuming();
        _ = OfClosure();
        _ = OfBuilder();
        _ = HandingDown(new byte[5_000]);
        byte[] catalog = new byte[40_000];
        Link[] links = [.. Enumerable.Range(0, Calls + 1).Select(_ => new Link())];
        for (int i = 0; i < Calls; i++)
            _ = Linked(catalog, links[i], links[i + 1]);
        _ = OfTask();
        _ = Joining();
        _ = OfPooled();
        OfVoid();
        _ = OfLarge();
        _ = OfStructs();
        _ = OfGeneric((1, new byte[40]), new byte[20]);
        _ = OfGeneric(Guid.Empty, new byte[20]);
        _ = OfGeneric(new byte[60], new byte[20]);
        _ = OfGeneric((byte)1, new byte[20]);
        _ = OfAttached();
        _ = OfFinalizer();
        _ = OfCycle();
        _ = OfFramework();
        Dropped(new TaskCompletionSource());
    }

    /// <summary>On threads that stay, each of which goes on with what another began.</summary>
    public static void BeginThreads()
    {
        OnThread(() =>
        {
            FarBelow();
            Thread.Sleep(Timeout.Infinite);
        });
        Task blockedOn = BlockedOn();
        OnThread(blockedOn.Wait);
        Thread other = new(First.SetResult);
        other.Start();
        other.Join();
        _ = Blocking();
        OnThread(Second.SetResult);
    }

    private static void OnThread(Action action) => new Thread(() => action()) { IsBackground = true }.Start();

    private static (string[] Frames, (string Name, int Bytes, int Objects)[] Own, int Shared, int Sharers) Only(string method, params (string Name, int Bytes, int Objects)[] own) => ([method], own, 0, 0);

    private static int Array(int bytes) => (One + bytes + 7) & ~7;
}
