namespace Pending;

/// <summary>Keeps large arrays across awaits while threads make others and drop them, as fast as they can.</summary>
internal static class Churn
{
    private static readonly TaskCompletionSource Never = new();

    public static void Begin()
    {
        for (int i = 0; i < 100; i++)
            _ = Keep();
        GC.Collect();
        GC.Collect(); // they are old: a thread that collects what is young has no need of them, and leaves no word of them on its stack
        for (int i = 0; i < 3; i++)
            new Thread(Make) { IsBackground = true }.Start();
    }

    private static async Task Keep()
    {
        byte[] large = new byte[200_000];
        await Never.Task;
        GC.KeepAlive(large);
    }

    private static void Make()
    {
        object[] made = new object[40];
        for (int i = 0; ; i++)
        {
            made[i % made.Length] = (i % 3) switch
            {
                0 => new byte[85_000 + (i % 100 * 3_000)],
                1 => new object[11_000 + (i % 100 * 300)],
                _ => GC.AllocateUninitializedArray<byte>(100 + (i % 100 * 2_000), pinned: i % 2 == 0),
            };
        }
    }
}
