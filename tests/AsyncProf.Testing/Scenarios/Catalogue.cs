using System.Reflection;
using AsyncProf.Profiles.Transforms;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Testing.Scenarios;

/// <summary>All programs with known answers: every way to await, start, join, race, block and fail. One tick is a millisecond where they run for real.</summary>
public static class Catalogue
{
    /// <summary>All of them, by kind.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        // Awaits and what runs between them.
        new("OneDelay", "Awaits one delay."),
        new("AwaitChain", "Five methods await each other, the last a delay."),
        new("NestedAwaits", "Awaits two methods in turn, of which the first awaits delays and a third."),
        new("Recursion", "Awaits a delay, works, and calls itself twice, as Fibonacci."),
        new("WorkerTwice", "Awaits a worker twice that sleeps, holds its thread and works in turn."),
        new("WorkBetweenAwaits", "Works before its first await and between two of them."),
        new("BlockingBeforeFirstAwait", "Awaits a method that holds the thread before its first await, then holds it itself."),
        new("ConfigureAwait", "Awaits with ConfigureAwait in all its forms."),
        new("ValueTaskChain", "Three methods that return value tasks await each other."),
        new("CancelledDelay", "Awaits a delay that is cancelled."),
        new("Iterator", "Reads an async iterator that awaits before each item, and works on each.", IsQuick: true),
        new("AsyncUsing", "Opens, uses and disposes what is opened and disposed asynchronously."),
        new("YieldNever", "Is async and never suspends: it leaves no event."),
        new("YieldOnce", "Yields once and works."),
        new("YieldTenTimes", "Yields and works ten times."),

        // Started first, awaited later or never.
        new("StartedEarlyEndsFirst", "Starts a sleep, awaits a longer one, then the first, which has ended."),
        new("StartedEarlyEndsLast", "Starts a sleep, awaits a shorter one, then the first."),
        new("HotAwaitedLate", "Starts a task, works, and awaits it while it still runs."),
        new("FireAndForget", "Starts a sleep that outlives it, and awaits another."),
        new("NotAwaited", "Starts a sleep that ends before it does, and never awaits it."),
        new("AsyncVoid", "Calls an async void method."),
        new("BlockedBeforeAwaiting", "Starts a method, blocks on a semaphore, then awaits it.", IsQuick: true),

        // Joins and races.
        new("FanOut", "Awaits five sleeps at once."),
        new("JoinAndRace", "Awaits three sleeps at once, then the first of three others, then the rest."),
        new("WhenAnyInTurn", "Awaits whichever of three sleeps ends first, until all have.", IsQuick: true),
        new("WhenEach", "Reads three sleeps by Task.WhenEach."),
        new("JoinOfAsynchronousSource", "Awaits a join of a sleep and of a source that completes asynchronously."),
        new("Parallel", "Runs Parallel.ForEachAsync over one item."),

        // One task, several that await it.
        new("TwoAwaiters", "Two methods await one task."),
        new("AwaiterThenJoin", "A method awaits a task, then a join does."),
        new("JoinThenAwaiter", "A join awaits a task, then a method does."),
        new("AwaiterThenContinuation", "A method awaits a task, then a continuation is added."),
        new("AwaiterThenRelay", "A method awaits a task, then WaitAsync does."),
        new("MutualAwaits", "Two methods await each other for ever."),

        // Delegates, continuations, schedulers, contexts.
        new("TaskRunHold", "Awaits a delegate on the pool that holds its thread."),
        new("TaskRunAsync", "Awaits an async delegate by Task.Run."),
        new("TaskRunCompleted", "Awaits a delegate that returns a completed task."),
        new("TaskRunThrows", "Awaits a delegate that throws before it has a task."),
        new("StartNewUnwrap", "Awaits an async delegate by StartNew and Unwrap."),
        new("ContinueWithAwaited", "Awaits a continuation of a sleep."),
        new("ContinueWithDetached", "Adds a continuation to a sleep and awaits something else."),
        new("AttachedChild", "Awaits a delegate with an attached child."),
        new("Scheduler", "Runs on a task scheduler of its own."),
        new("Context", "Runs on a synchronization context of its own."),
        new("Starved", "Awaits a delegate while no thread of the pool is free."),

        // What others complete.
        new("Lent", "Completes a source whose awaiter runs inside the call.", IsQuick: true),
        new("SourceAsynchronous", "Completes a source whose awaiter is queued."),
        new("Semaphore", "Two methods pass a semaphore on."),
        new("ChannelRead", "Reads a channel that another method writes."),
        new("Periodic", "Awaits a periodic timer three times."),
        new("CustomAwaiter", "Awaits an awaitable of its own."),
        new("Relay", "Awaits a sleep by WaitAsync."),
        new("RelayTimesOut", "Awaits a sleep by WaitAsync, which times out first, then the sleep.", IsQuick: true),
        new("RelayCancelled", "Two methods await each other by WaitAsync, which is cancelled."),
        new("Pooled", "Awaits methods with the pooling builder, which no event names.", IsQuick: true),
        new("PooledYield", "Awaits a method with the pooling builder that yields first."),
        new("PooledYieldLater", "The same after a delay, where the yield looks like the caller's."),

        // Blocking.
        new("Blocked", "Blocks on a sleep.", IsQuick: true),
        new("BlockedOnRun", "Blocks on a delegate, which may run inside the wait."),
        new("WaitAll", "Blocks by Task.WaitAll, of which no event tells."),

        // Errors.
        new("ErrorCaught", "Catches an error and awaits a sleep in the handler."),
        new("ErrorThroughLevels", "Lets an error pass through three methods.", IsQuick: true),
        new("SynchronousFault", "Awaits a method that throws before its first await."),
    ];

    /// <summary>Those that are run for real: all in the deep tier, otherwise a few quick ones of different kinds.</summary>
    public static IReadOnlyList<Scenario> Live => Tier.IsDeep ? All : [.. All.Where(scenario => scenario.IsQuick)];

    /// <summary>The simulated twins by name.</summary>
    internal static IReadOnlyDictionary<string, Func<Simulator, SimTask>> Programs { get; } = new[] { typeof(ScenarioPrograms), typeof(ShapePrograms) }
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.GetParameters().Length == 1)
        .ToDictionary(method => method.Name, method => method.CreateDelegate<Func<Simulator, SimTask>>(), StringComparer.Ordinal);

    /// <summary>The one of a name.</summary>
    public static Scenario Of(string name) => All.Single(scenario => scenario.Name == name);
}
