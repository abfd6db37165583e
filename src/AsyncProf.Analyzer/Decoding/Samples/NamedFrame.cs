using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Decoding.Samples;

/// <summary>One frame of a sampled stack, by name.</summary>
/// <param name="Name">The canonical name.</param>
/// <param name="Assembly">The simple name of its assembly.</param>
/// <param name="Role">What it is.</param>
internal sealed record NamedFrame(string Name, string Assembly, FrameRole Role)
{
    private const string Compiler = "System.Runtime.CompilerServices.", Threading = "System.Threading.";

    /// <summary>Where code asks whether it is to stop, as it was to be looked at.</summary>
    private const string Poll = "System.Threading.Thread.PollGC";

    private const string TplSource = "System.Threading.Tasks.TplEventSource.";

    /// <summary>Those of ours that are loaded into other processes beside the hook; the last is made there.</summary>
    private static readonly HashSet<string> OwnAssemblies = new(StringComparer.Ordinal) { "AsyncProf.Agent", "AsyncProf.Core", "AsyncProf.Runtime", "AsyncProf.Direct.Receiver" };

    private static readonly HashSet<string> Resumers = new(StringComparer.Ordinal)
    {
        "System.Threading.Tasks.Task.InnerInvoke",
        "System.Threading.Tasks.Task`1.InnerInvoke",
        "System.Threading.Tasks.ContinuationTaskFromTask.InnerInvoke",
        "System.Threading.Tasks.ContinuationResultTaskFromTask`1.InnerInvoke",
        "System.Threading.Tasks.ContinuationTaskFromResultTask`1.InnerInvoke",
        "System.Threading.Tasks.ContinuationResultTaskFromResultTask`1.InnerInvoke",
        "System.Threading.ExecutionContext.RunInternal",
        "System.Threading.ExecutionContext.RunFromThreadPoolDispatchLoop",
        "System.Threading.ExecutionContext.RunForThreadPoolUnsafe",
        "System.Threading.ExecutionContext.Run",
        "System.Threading.ThreadPoolWorkQueue.Dispatch",
        "System.Threading.ThreadPoolWorkQueue.DispatchWorkItem",
        "System.Threading.TimerQueueTimer.CallCallback",
        "System.Threading.TimerQueueTimer.Fire",
        "System.Threading.Thread.StartCallback",
        "System.Threading.Thread.StartHelper.Run",
        "System.Threading.Thread.StartHelper.RunWorker",
        "System.Threading.PortableThreadPool.WorkerThread.WorkerThreadStart",
    };

    /// <summary>What the compiler's services do only where somebody listens.</summary>
    private static readonly string[] Tellers = [".OutputWaitEtwEvents", ".OutputCorrelationEtwEvent", ".LogTraceOperationBegin", ".CreateContinuationWrapper", ".YieldAwaiter.QueueContinuation"];

    private static readonly HashSet<string> Waits = new(StringComparer.Ordinal)
    {
        "System.Threading.LowLevelLifoSemaphore.Wait",
        "System.Threading.LowLevelLifoSemaphore.WaitForSignal",
        "System.Threading.PortableThreadPool.GateThread.GateThreadStart",
        "System.Threading.PortableThreadPool.IOCompletionPoller.Poll",
        "System.Threading.TimerQueue.TimerThread",
        "System.Net.Sockets.SocketAsyncEngine.EventLoop",
    };

    /// <summary>The address in its code; 0 where it stands for another.</summary>
    public ulong Address { get; init; }

    /// <summary>Whether it is of a type that the compiler made of the method, a state machine or an iterator.</summary>
    public bool IsOfMachine { get; private init; }

    /// <summary>Whether it is the frameworks'.</summary>
    public bool IsFramework => MethodName.IsOfFrameworks(Name) || MethodName.IsOfFrameworks(Assembly);

    /// <summary>A frame by what the runtime says of its method; null for what nobody wrote.</summary>
    /// <param name="type">The metadata name of the type that declares it.</param>
    /// <param name="name">Its name in metadata.</param>
    /// <param name="assembly">The simple name of its assembly.</param>
    /// <param name="index">The methods of the modules, which tell several of one name apart as for operations; null where they are not known.</param>
    public static NamedFrame? Of(string type, string name, string assembly, MetadataIndex? index = null)
    {
        if (type.Length == 0 || (type.StartsWith("dynamicClass", StringComparison.Ordinal) && name.StartsWith("IL_STUB", StringComparison.Ordinal)) || name.Length == 0 || CompilerNames.IsBaseCall(name))
            return null;
        if (name.IndexOf("[[", StringComparison.Ordinal) is var arguments and > 0)
            name = name[..arguments];
        MethodName? machine = index?.FindExact(assembly, type) ?? MethodName.OfMachine(assembly, type);
        string full = (machine ?? index?.FindStarted(name, assembly, type) ?? MethodName.OfCode(assembly, type, name)).FullName;
        FrameRole role = machine is null ? RoleOf(full, assembly) : name == "MoveNext" ? FrameRole.Machine : FrameRole.Code;
        return new NamedFrame(full, assembly, role) { IsOfMachine = machine is not null };
    }

    private static FrameRole RoleOf(string name, string assembly)
    {
        if (Tellers.Any(teller => name.EndsWith(teller, StringComparison.Ordinal)) && name.StartsWith(Compiler, StringComparison.Ordinal))
            return FrameRole.Profiling;
        if (name.StartsWith(Poll, StringComparison.Ordinal))
            return FrameRole.Poll;
        if (name.StartsWith(TplSource, StringComparison.Ordinal) || OwnAssemblies.Contains(assembly) || assembly.StartsWith("AsyncProf.Hook", StringComparison.Ordinal))
            return FrameRole.Profiling;
        if (name.StartsWith(Compiler, StringComparison.Ordinal))
        {
            if (name == Compiler + "AsyncIteratorMethodBuilder.MoveNext" || (name.EndsWith(".Start", StringComparison.Ordinal) && name.Contains("Builder", StringComparison.Ordinal)))
                return FrameRole.Starter;
            if (name.Contains("StateMachineBox", StringComparison.Ordinal) || name.Contains("RuntimeAsyncTask", StringComparison.Ordinal) || name.Contains("AsyncHelpers", StringComparison.Ordinal))
                return FrameRole.Resumer;
            if (name.Contains("Builder", StringComparison.Ordinal))
                return FrameRole.Suspender;
        }

        if (!name.StartsWith(Threading, StringComparison.Ordinal) && !name.StartsWith("System.Net.Sockets.SocketAsyncEngine", StringComparison.Ordinal))
            return FrameRole.Code;
        return Waits.Contains(name) ? FrameRole.Idle : Resumers.Contains(name) ? FrameRole.Resumer : FrameRole.Code;
    }
}
