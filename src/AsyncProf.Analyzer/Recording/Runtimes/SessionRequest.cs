namespace AsyncProf.Recording.Runtimes;

/// <summary>A session of EventPipe as it is asked for.</summary>
/// <param name="Providers">The sources.</param>
/// <param name="BufferMegabytes">The memory that events may wait in, in the process, in MiB.</param>
/// <param name="Rundown">What is told at its end, as keywords of the runtime's provider; 0 for nothing.</param>
/// <param name="HasStacks">Whether each event has its stack. To leave them out takes .NET 9.</param>
internal sealed record SessionRequest(IReadOnlyList<SessionProvider> Providers, int BufferMegabytes, long Rundown, bool HasStacks)
{
    /// <summary>What a runtime tells that cannot be asked for less: everything that addresses need, and the IL's offsets.</summary>
    public const long UsualRundown = 0x80020139;

    private const byte CollectTracing2 = 3, CollectTracing4 = 5, CollectTracing5 = 6;

    /// <summary>NetTrace, the format's number.</summary>
    private const int Format = 1;

    /// <summary>The session goes back on the connection that asked for it.</summary>
    private const int StreamSession = 0;

    /// <summary>The oldest command that can say it: the fifth takes .NET 10, the fourth .NET 9.</summary>
    public RuntimeMessage ToMessage()
    {
        bool filters = Providers.Any(provider => provider.Only is not null);
        byte command = filters ? CollectTracing5 : HasStacks && Rundown is (0 or UsualRundown) ? CollectTracing2 : CollectTracing4;
        var message = new RuntimeMessage(RuntimeMessage.EventPipeCommands, command);
        if (command == CollectTracing5)
            message.Add(StreamSession);
        message.Add(BufferMegabytes).Add(Format);
        if (command == CollectTracing2)
            message.Add(Rundown != 0);
        else
            message.Add(Rundown).Add(HasStacks);
        message.Add(Providers.Count);
        foreach (SessionProvider provider in Providers)
        {
            message.Add(provider.Keywords).Add((int)provider.Level).Add(provider.Name).Add(provider.Argument);
            if (command == CollectTracing5)
                AddFilter(message, provider.Only);
        }

        return message;
    }

    /// <summary>Events that are let through, or, for all, none that are not.</summary>
    private static void AddFilter(RuntimeMessage message, IReadOnlyList<int>? only)
    {
        message.Add(only is not null).Add(only?.Count ?? 0);
        foreach (int id in only ?? [])
            message.Add(id);
    }
}
