namespace AsyncProf.Workload;

/// <summary>Calls a program on a thread of its own and waits, without a word to the TPL, until it has ended and its last brackets have closed.</summary>
internal static class OwnThread
{
    /// <summary>Runs it.</summary>
    /// <param name="program">The program.</param>
    /// <param name="started">Called first on its thread.</param>
    public static void Run(Func<Task> program, Action? started = null)
    {
        var thread = new Thread(() =>
        {
            started?.Invoke();
            Task task = program();
            while (!task.IsCompleted)
                Thread.Sleep(5);
            if (task.IsFaulted)
                Console.Error.WriteLine(task.Exception);
        });
        thread.UnsafeStart();
        thread.Join();
        Thread.Sleep(150); // what nobody awaited ends, and threads leave their brackets
    }
}
