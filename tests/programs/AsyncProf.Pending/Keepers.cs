using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Pending;

/// <summary>Methods that never end and keep something each: <see cref="Keeping"/> says what.</summary>
internal static class Keepers
{
    private static readonly TaskCompletionSource Never = new();
    public static readonly TaskCompletionSource First = new();
    public static readonly TaskCompletionSource Second = new();
    public static readonly byte[] Cache = new byte[70_000];
    public static readonly ConditionalWeakTable<object, byte[]> Attached = [];

    [ThreadStatic]
    private static byte[]? s_ofThread;

    /// <summary>What it leaves on the stack lies below what is in use then.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void FarBelow()
    {
        Span<byte> between = stackalloc byte[100_000];
        between.Clear();
        s_ofThread = new byte[1_900];
        Of<byte[]>.Held = new byte[2_100];
        _ = OfThreadStatic();
        GC.KeepAlive(between[^1]);
    }

    public static async Task OfLocal()
    {
        byte[] buffer = new byte[10_000];
        await Never.Task;
        GC.KeepAlive(buffer);
    }

    public static async Task OfParameter(byte[] given)
    {
        await Never.Task;
        GC.KeepAlive(given);
    }

    public static async Task OfTwoLocals()
    {
        var first = new Link { Next = new byte[500] };
        var second = new Link { Next = first.Next };
        await Never.Task;
        GC.KeepAlive(first);
        GC.KeepAlive(second);
    }

    public static async Task SharerA(byte[] shared)
    {
        byte[] own = new byte[100];
        await Never.Task;
        GC.KeepAlive(shared);
        GC.KeepAlive(own);
    }

    public static async Task SharerB(byte[] shared)
    {
        byte[] own = new byte[200];
        await Never.Task;
        GC.KeepAlive(shared);
        GC.KeepAlive(own);
    }

    public static async Task OfStatic()
    {
        byte[] cache = Cache;
        await Never.Task;
        GC.KeepAlive(cache);
    }

    public static async Task OfThreadStatic()
    {
        byte[] cache = s_ofThread!, other = Of<byte[]>.Held!;
        await Never.Task;
        GC.KeepAlive(cache);
        GC.KeepAlive(other);
    }

    public static async Task OfHandle(byte[] held)
    {
        GCHandle.Alloc(held, GCHandleType.Pinned);
        await Never.Task;
        GC.KeepAlive(held);
    }

    public static async Task OfStaticAndOwn()
    {
        var list = new List<object>(4) { Cache, new byte[300] };
        await Never.Task;
        GC.KeepAlive(list);
    }

    public static async Task Consuming()
    {
        byte[] own = new byte[400];
        await foreach (byte[] page in Pages(new Link()))
            GC.KeepAlive(page);
        GC.KeepAlive(own);
    }

    public static async IAsyncEnumerable<byte[]> Pages(Link size)
    {
        byte[] page = new byte[4_000];
        await Never.Task;
        yield return page;
        GC.KeepAlive(size);
    }

    public static async Task OfClosure()
    {
        Action callback = CallbackOf(new byte[600]);
        await Never.Task;
        callback();
    }

    private static Action CallbackOf(byte[] kept) => () => GC.KeepAlive(kept);

    public static async Task OfBuilder()
    {
        var text = new StringBuilder(1_000);
        await Never.Task;
        GC.KeepAlive(text);
    }

    public static async Task HandingDown(byte[] data)
    {
        await Handed(data);
        GC.KeepAlive(data);
    }

    public static async Task Handed(byte[] data)
    {
        byte[] more = new byte[50];
        await Never.Task;
        GC.KeepAlive(data);
        GC.KeepAlive(more);
    }

    public static async Task Linked(byte[] catalog, Link left, Link right)
    {
        byte[] own = new byte[100];
        await LinkedInner(catalog);
        GC.KeepAlive(catalog);
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        GC.KeepAlive(own);
    }

    public static async Task LinkedInner(byte[] catalog)
    {
        await Never.Task;
        GC.KeepAlive(catalog);
    }

    public static async Task OfTask()
    {
        Task[] tasks = [Other()];
        await Never.Task;
        GC.KeepAlive(tasks);
    }

    public static async Task Other()
    {
        byte[] own = new byte[700];
        await Never.Task;
        GC.KeepAlive(own);
    }

    public static async Task Joining() => await BothOf(new byte[900]);

    private static Task BothOf(byte[] data) => Task.WhenAll(JoinedA(data), JoinedB(data));

    public static async Task JoinedA(byte[] data)
    {
        await Never.Task;
        GC.KeepAlive(data);
    }

    public static async Task JoinedB(byte[] data)
    {
        await Never.Task;
        GC.KeepAlive(data);
    }

    public static async Task OfPooled() => await Pooled();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask Pooled()
    {
        byte[] buffer = new byte[1_000];
        await Never.Task;
        GC.KeepAlive(buffer);
    }

    public static async void OfVoid()
    {
        byte[] buffer = new byte[1_200];
        await Never.Task;
        GC.KeepAlive(buffer);
    }

    public static async Task OfLarge()
    {
        object[] large = new object[50_000];
        large[40_000] = new Link();
        byte[] bytes = new byte[200_000];
        await Never.Task;
        GC.KeepAlive(large);
        GC.KeepAlive(bytes);
    }

    public static async Task OfStructs()
    {
        (int, object?, object?)[] pairs = [(1, null, null), (2, null, new Link()), (3, new byte[30], null)];
        Memory<byte> memory = new byte[64];
        await Never.Task;
        GC.KeepAlive(pairs);
        memory.Span.Clear();
    }

    public static async Task OfGeneric<T>(T value, byte[] more)
    {
        await Never.Task;
        GC.KeepAlive(value);
        GC.KeepAlive(more);
    }

    public static async Task OfAttached()
    {
        object key = new Link();
        Attached.Add(key, new byte[1_300]);
        await Never.Task;
        GC.KeepAlive(key);
    }

    public static async Task OfFinalizer()
    {
        var closing = new Closing();
        await Never.Task;
        GC.KeepAlive(closing);
    }

    public static async Task OfCycle()
    {
        var ring = new Link();
        ring.Next = new object[] { new byte[1_600], new Link { Next = ring } };
        await Never.Task;
        GC.KeepAlive(ring);
    }

    public static async Task OfFramework() => await new Source(new byte[2_200]).CopyToAsync(Stream.Null);

    public static async Task BlockedOn()
    {
        byte[] held = new byte[1_400];
        await First.Task;
        await Never.Task;
        GC.KeepAlive(held);
    }

    public static async Task Blocking()
    {
        byte[] held = new byte[1_500];
        await Second.Task;
        Never.Task.Wait();
        GC.KeepAlive(held);
    }

    public static async void Dropped(TaskCompletionSource lost)
    {
        byte[] buffer = new byte[2_000];
        await lost.Task;
        GC.KeepAlive(buffer);
    }

    public sealed class Owner(byte[] data)
    {
        public async Task OfThis()
        {
            await Never.Task;
            GC.KeepAlive(data);
        }
    }

    public static class Of<T>
    {
        [ThreadStatic]
        public static T? Held;
    }

    public sealed class Link
    {
        public object? Next;
    }

    private sealed class Closing
    {
        public int Closed;

        ~Closing() => Closed++;
    }
}
