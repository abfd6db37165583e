using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>Awaitables that know at which line they were made, and note where the state machine that awaits them stands while it suspends.</summary>
public static class AwaitProbe
{
    private static readonly ConcurrentBag<SeenAwait> Seen = [];
    private static readonly ConcurrentDictionary<int, (int Line, string Name)> Tasks = new();

    /// <summary>What has been seen of one assembly's state machines.</summary>
    public static IReadOnlyList<SeenAwait> SeenOf(Assembly assembly) => [.. Seen.Where(seen => seen.Machine.Assembly == assembly)];

    public static ProbeAwaitable A([CallerLineNumber] int line = 0) => new(line, "A");

    public static ProbeAwaitable B([CallerLineNumber] int line = 0) => new(line, "B");

    public static ProbeAwaitable C([CallerLineNumber] int line = 0) => new(line, "C");

    public static ProbeAwaitable<T> Of<T>(T value, [CallerLineNumber] int line = 0) => new(line, "Of", value);

    public static Task T([CallerLineNumber] int line = 0) => Make(1, line, "T");

    public static Task<int> TI([CallerLineNumber] int line = 0) => Make(1, line, "TI");

    public static ValueTask V([CallerLineNumber] int line = 0) => new(Make(1, line, "V"));

    public static ValueTask<int> VI([CallerLineNumber] int line = 0) => new(Make(1, line, "VI"));

    /// <summary>A task that ends only after it has been awaited.</summary>
    public static Task<TResult> Make<TResult>(TResult result, int line, string name)
    {
        var source = new TaskCompletionSource<TResult>();
        Tasks[source.Task.Id] = (line, name);
        ThreadPool.QueueUserWorkItem(_ =>
        {
            Thread.Sleep(2);
            source.SetResult(result);
        });
        return source.Task;
    }

    /// <summary>Notes a wait on one of the tasks; called on the thread that suspends.</summary>
    public static void NoteTask(int id)
    {
        if (Tasks.TryGetValue(id, out (int Line, string Name) made))
            Note(made.Line, made.Name);
    }

    /// <summary>Notes the innermost state machine on the stack.</summary>
    public static void Note(int line, string name)
    {
        foreach (StackFrame frame in new StackTrace(fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is { Name: "MoveNext", DeclaringType: { } type } && type.IsAssignableTo(typeof(IAsyncStateMachine)))
            {
                Seen.Add(new SeenAwait(type, frame.GetILOffset(), line, name));
                return;
            }
        }
    }
}
