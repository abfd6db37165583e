namespace Edges.Handovers;

/// <summary>Asked again and again.</summary>
internal static class Poll
{
    public static Pattern Pattern { get; } = new(nameof(Poll), PollAsync, "")
    {
        May = ["PollAsync > PollWorkAsync", " > PollWorkAsync"],
    };

    private static async Task PollAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        Task work = PollWorkAsync();
        while (!work.IsCompleted)
            await Task.Delay(10);
        await work;
    }

    private static async Task PollWorkAsync() => await Task.Delay(35);
}
