#if NET9_0_OR_GREATER
using System.IO.Pipelines;
#endif
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using static Pending.Program;

namespace Pending;

/// <summary>The forms: their names, the methods from the outermost to the innermost, what the innermost waits for, and how each begins.</summary>
internal static class Forms
{
    private const string Nothing = "a task that nothing here completes (TaskCompletionSource)";
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private static readonly List<object> Kept = []; // what nothing holds may be collected

    public static IEnumerable<(string Name, string[] Frames, string Leaf, Action Begin)> All =>
    [
        ("delay", ["DelayOuter", "DelayInner"], "Task.Delay", () => Keep(DelayOuter())),
        ("tcs", ["CompletedByHand"], Nothing, () => Keep(CompletedByHand())),
        ("configured", ["Configured", "CompletedInner"], Nothing, () => Keep(Configured())),
        ("semaphore", ["Locked"], "SemaphoreSlim.WaitAsync (0 free, 1 waiting)", () => Keep(Locked())),
        ("channel", ["Reader"], "a channel that is empty", () => Keep(Reader())),
        ("full", ["Writer"], "a channel that is full", () => Keep(Writer())),
        ("value", ["OfValueTask", "ValueInner"], "Task.Delay", () => Keep(OfValueTask())),
        ("all", ["Both", "Task.WhenAll", "First"], "Task.Delay", () => Keep(Both())),
        ("all, the other", ["Both", "Task.WhenAll", "Second"], Nothing, () => { }),
        ("any", ["Either", "Task.WhenAny", "Third"], "Task.Delay", () => Keep(Either())),
        ("any, the other", ["Either", "Task.WhenAny", "Fourth"], Nothing, () => { }),
        ("run", ["Started", "Task.Run", "Started.lambda"], "Task.Delay", () => Keep(Started())),
        ("continue", ["Continued", "Continued.lambda", "Antecedent"], Nothing, () => Keep(Continued())),
        ("wait", ["WithTimeout", "Task.WaitAsync", "WaitedFor"], Nothing, () => Keep(WithTimeout())),
        ("void", ["Forgotten"], "Task.Delay", Forgotten),
        ("iterator", ["Consumer", "Items"], "Task.Delay", () => Keep(Consumer())),
        ("pooled", ["OfPooled", "Pooled"], "Task.Delay", () => Keep(OfPooled())),
        ("generic", ["Generic"], "Task.Delay", () => Keep(Generic(1))),
        ("generic type", ["Box`1.OpenAsync"], "Task.Delay", () => Keep(new Box<string>().OpenAsync())),
        ("local", ["Outer", "Outer.Local"], "Task.Delay", () => Keep(Outer())),
        ("finally", ["Finally"], "Task.Delay", () => Keep(Finally())),
        ("second", ["SecondAwait"], Nothing, () => Keep(SecondAwait())),
        ("yield", ["Yielded"], "a thread to go on", () => Keep(OnIdle(Yielded))),
        ("shared", ["SharerA", "Shared"], Nothing, () => Keep(SharerA())),
        ("shared, the other", ["SharerB", "Shared"], Nothing, () => Keep(SharerB())),
        ("timer", ["Ticking"], "PeriodicTimer.WaitForNextTickAsync", () => Keep(Ticking())),
        ("custom", ["OfCustom"], "Pending.Gate", () => Keep(OfCustom())),
        ("accept", ["Accepting"], "a socket", () => Keep(Accepting())),
        ("blocked", ["BlockedOn"], Nothing, () => new Thread(Block) { IsBackground = true }.Start()),
        ("cycle", ["CycleA", "CycleB", "CycleA"], "", Cycle),
        ("queued", ["Queue.lambda"], "", Queue),
#if NET9_0_OR_GREATER
        ("pipe", ["Piped"], "a pipe", () => Keep(Piped())),
#endif
    ];

    private static void Keep(object pending)
    {
        lock (Kept)
            Kept.Add(pending);
    }

    private static T Kept1<T>(T kept)
        where T : class
    {
        Keep(kept);
        return kept;
    }

    private static async Task DelayOuter()
    {
        Here(); await DelayInner();
    }

    private static async Task DelayInner()
    {
        Here(); await Task.Delay(Long);
    }

    private static async Task CompletedByHand()
    {
        Here(); await Kept1(new TaskCompletionSource()).Task;
    }

    private static async Task Configured()
    {
        Here(); await CompletedInner().ConfigureAwait(false);
    }

    private static async Task<int> CompletedInner()
    {
        Here(); return await Kept1(new TaskCompletionSource<int>()).Task.ConfigureAwait(false);
    }

    private static async Task Locked()
    {
        Here(); await Kept1(new SemaphoreSlim(0)).WaitAsync();
    }

    private static async Task Reader()
    {
        Here(); await Kept1(Channel.CreateUnbounded<int>()).Reader.ReadAsync();
    }

    private static async Task Writer()
    {
        var channel = Kept1(Channel.CreateBounded<int>(1));
        channel.Writer.TryWrite(1);
        Here(); await channel.Writer.WriteAsync(2);
    }

    private static async Task OfValueTask()
    {
        Here(); await ValueInner();
    }

    private static async ValueTask<int> ValueInner()
    {
        Here(); await Task.Delay(Long);
        return 1;
    }

    private static async Task Both()
    {
        Here(); await Task.WhenAll(First(), Second());
    }

    private static async Task First()
    {
        Here(); await Task.Delay(Long);
    }

    private static async Task Second()
    {
        Here(); await Kept1(new TaskCompletionSource()).Task;
    }

    private static async Task Either()
    {
        Here(); await Task.WhenAny(Third(), Fourth());
    }

    private static async Task Third()
    {
        Here(); await Task.Delay(Long);
    }

    private static async Task Fourth()
    {
        Here(); await Kept1(new TaskCompletionSource()).Task;
    }

    private static async Task Started()
    {
        Here(); await Task.Run(async () => await Task.Delay(Long));
    }

    private static async Task Continued()
    {
        Here(); await Antecedent().ContinueWith(_ => { });
    }

    private static async Task Antecedent()
    {
        Here(); await Kept1(new TaskCompletionSource()).Task;
    }

    private static async Task WithTimeout()
    {
        Here(); await WaitedFor().WaitAsync(Long);
    }

    private static async Task WaitedFor()
    {
        Here(); await Kept1(new TaskCompletionSource()).Task;
    }

    private static async void Forgotten()
    {
        Here(); await Task.Delay(Long);
    }

    private static async Task Consumer()
    {
        Here(); await foreach (int item in Items())
            Keep(item);
    }

    private static async IAsyncEnumerable<int> Items()
    {
        yield return 1;
        Here(); await Task.Delay(Long);
        yield return 2;
    }

    private static async Task OfPooled()
    {
        Here(); await Pooled();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask Pooled()
    {
        Here(); await Task.Delay(Long);
    }

    private static async Task Generic<T>(T value)
    {
        Here(); await Task.Delay(Long);
        Keep(value!);
    }

    private static async Task Outer()
    {
        Here(); await Local();

        static async Task Local() => await Task.Delay(Long);
    }

    private static async Task Finally()
    {
        try
        {
            await Task.Yield();
        }
        finally
        {
            Here(); await Task.Delay(Long);
        }
    }

    private static async Task SecondAwait()
    {
        await Task.Delay(1);
        Here(); await Kept1(new TaskCompletionSource()).Task;
    }

    private static async Task Yielded()
    {
        Here(); await Task.Yield();
    }

    private static async Task SharerA()
    {
        Here(); await TheShared.Value;
    }

    private static async Task SharerB()
    {
        Here(); await TheShared.Value;
    }

    private static readonly Lazy<Task> TheShared = new(Shared);

    private static async Task Shared()
    {
        Here(); await Kept1(new TaskCompletionSource()).Task;
    }

    private static async Task Ticking()
    {
        var timer = Kept1(new PeriodicTimer(Long));
        Here(); await timer.WaitForNextTickAsync();
    }

    private static async Task OfCustom()
    {
        Here(); await Kept1(new Gate());
    }

    private static async Task Accepting()
    {
        var socket = Kept1(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        Here(); await socket.AcceptAsync(CancellationToken.None);
    }

#if NET9_0_OR_GREATER
    private static async Task Piped()
    {
        Here(); await Kept1(new Pipe()).Reader.ReadAsync();
    }
#endif

    private static void Block() => BlockedOn().Wait();

    private static async Task BlockedOn()
    {
        Here(); await Kept1(new TaskCompletionSource()).Task;
    }

    private static readonly TaskCompletionSource BothBegun = new();
    private static Task? s_a;
    private static Task? s_b;

    private static void Cycle()
    {
        (s_a, s_b) = (CycleA(), CycleB());
        BothBegun.SetResult();
    }

    private static async Task CycleA()
    {
        await BothBegun.Task;
        Here(); await s_b!;
    }

    private static async Task CycleB()
    {
        await BothBegun.Task;
        Here(); await s_a!;
    }

    private static void Queue() => Keep(Task.Factory.StartNew(() => { }, CancellationToken.None, TaskCreationOptions.None, Kept1(new IdleScheduler { IsIdle = true })));

    private static Task OnIdle(Func<Task> begin)
    {
        var scheduler = Kept1(new IdleScheduler());
        Task<Task> task = Task.Factory.StartNew(
            () =>
            {
                scheduler.IsIdle = true; // what comes from now on is never run
                return begin();
            },
            CancellationToken.None,
            TaskCreationOptions.None,
            scheduler);
        return task.Result;
    }
}
