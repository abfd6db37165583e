using AsyncProf.Heap.Objects;
using AsyncProf.Symbols.Code;
using AsyncProf.Symbols.Metadata;
using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Stacks;

/// <summary>Reads an operation: whose code it is, at which await it is, and what it awaits.</summary>
internal sealed class OperationReader(ClrRuntime runtime, HeapReader reader, HeapTypes types, HeapNames names, FrameChains chains)
{
    private const int Running = -1, MostFrames = 512;

    private readonly Dictionary<(MachineShape Machine, int State, bool IsQueued), int> _frames = [];
    private readonly Dictionary<ulong, int> _byAddress = [];
    private readonly Dictionary<ulong, int> _delegates = [];

    /// <summary>Whether the box of a pooled method is in use: those that are not are kept for later calls.</summary>
    public bool IsPooledInUse(ulong address, HeapType type)
    {
        if (type.Source.IsCompleted >= 0 && reader.Byte(address + (ulong)type.Source.IsCompleted) != 0)
            return false;
        if (Machine(address, type, out ulong at) is not { } shape)
            return false;
        return StateOf(shape, at) == Running || reader.Reference(address, type.Source.Continuation) != 0 || AwaitedBy(shape, at) != 0;
    }

    /// <summary>Reads what an object tells.</summary>
    /// <param name="node">Gets it.</param>
    /// <param name="machine">Where its state machine is, where that is an object of its own; else 0.</param>
    public void Read(ref PendingNode node, out ulong machine)
    {
        machine = 0;
        switch (node.Type.Kind)
        {
            case HeapKind.Box or HeapKind.PooledBox when Machine(node.Address, node.Type, out ulong at) is { } shape:
                machine = node.Type.IsMachineApart ? at : 0;
                node.IsOperation = true;
                int state = StateOf(shape, at);
                node.Awaited = state == Running ? 0 : AwaitedBy(shape, at);
                bool isQueued = state != Running && node.Awaited == 0;
                node.Frames = chains.Extend(0, FrameOf(shape, state, isQueued));
                break;
            case HeapKind.RuntimeTask:
                ReadRuntimeTask(ref node);
                break;
            case HeapKind.Task:
                ReadTask(ref node);
                break;
        }
    }

    private MachineShape? Machine(ulong address, HeapType type, out ulong at)
    {
        at = address;
        if (!type.IsMachineApart)
            return type.Machine;
        at = reader.Reference(address, type.MachineAt);
        return at == 0 ? null : types.MachineOf(reader.Pointer(at) & ~7UL);
    }

    private int StateOf(MachineShape shape, ulong at) => shape.State < 0 ? 0 : reader.Int(at + (ulong)shape.State);

    private ulong AwaitedBy(MachineShape shape, ulong at)
    {
        foreach (int awaiter in shape.Awaiters)
        {
            if (reader.Reference(at, awaiter) is var awaited and not 0)
                return awaited;
        }

        return 0;
    }

    private int FrameOf(MachineShape shape, int state, bool isQueued)
    {
        if (_frames.TryGetValue((shape, state, isQueued), out int known))
            return known;
        PendingKind kind = state == Running ? PendingKind.Running : isQueued ? PendingKind.Queued : PendingKind.Suspended;
        AsyncCode? code = names.CodeOf(shape.Assembly, shape.Type);
        int index = state < 0 ? -1 : state - shape.FirstState;
        AwaitSite? site = code is not null && index >= 0 && index < code.Awaits.Count ? code.Awaits[index] : null;
        int frame = chains.Intern(Frame(kind, shape.Method, site?.File ?? code?.File ?? "", site?.Line ?? 0));
        _frames.Add((shape, state, isQueued), frame);
        return frame;
    }

    private static PendingFrame Frame(PendingKind kind, MethodName method, string file, int line) => new(kind, method.DisplayName, file, line) { IsFramework = method.IsFramework };

    /// <summary>A task of methods that the runtime suspends: the innermost is first in its list of continuations.</summary>
    private void ReadRuntimeTask(ref PendingNode node)
    {
        node.IsOperation = true;
        ulong leaf = reader.Reference(node.Address, node.Type.At("m_stateObject"));
        if (leaf == 0)
        {
            node.Frames = chains.Extend(0, chains.Intern(new PendingFrame(PendingKind.Running, "(running)")));
            return;
        }

        node.Awaited = AwaitedByContinuation(leaf);
        List<int> frames = [.. ContinuationsOf(node.Address, node.Type).Select(static call => call.Frame)];
        if (node.Awaited == 0 && frames.Count > 0)
            frames[0] = chains.Intern(chains[frames[0]] with { Kind = PendingKind.Queued });
        for (int i = frames.Count - 1; i >= 0; i--)
            node.Frames = chains.Extend(node.Frames, frames[i]);
    }

    /// <summary>The calls of a task of methods that the runtime suspends, the innermost first: what it keeps of each, and its frame. The runtime's own helpers are left out.</summary>
    public List<(ulong Continuation, int Frame)> ContinuationsOf(ulong address, HeapType type)
    {
        var calls = new List<(ulong, int)>();
        int seen = 0;
        for (ulong at = reader.Reference(address, type.At("m_stateObject")); at != 0 && calls.Count < MostFrames && seen < 2 * MostFrames; at = reader.Reference(at, "Next"), seen++)
        {
            if (FrameOfContinuation(at) is var frame and >= 0)
                calls.Add((at, frame));
        }

        return calls;
    }

    private ulong AwaitedByContinuation(ulong leaf)
    {
        foreach (string field in (ReadOnlySpan<string>)["Task", "Source", "_task", "_source"])
        {
            if (reader.Reference(leaf, field) is var awaited and not 0)
                return awaited;
        }

        // An awaiter of its own kind is among what the method keeps; one that only yields keeps nothing there.
        return reader.AwaiterIn(leaf);
    }

    /// <summary>The method of a continuation by where it goes on; -1 for the runtime's own helpers.</summary>
    private int FrameOfContinuation(ulong continuation)
    {
        const int DiagnosticIp = 8;
        ulong info = reader.Reference(continuation, "ResumeInfo");
        ulong address = info == 0 ? 0 : reader.Pointer(info + DiagnosticIp);
        if (address == 0)
            return -1;
        if (!_byAddress.TryGetValue(address, out int frame))
            _byAddress.Add(address, frame = FrameAt(address));
        return frame;
    }

    private int FrameAt(ulong address)
    {
        if (runtime.GetMethodByInstructionPointer(address) is not { } method || method.Name == "AwaitTaskWithRareOptions")
            return -1;
        MethodName name = names.MethodOf(method, out string key);
        AsyncCode? code = names.CodeOf(name.Assembly, key);
        int il = OffsetOf(method, address);
        AwaitSite? site = il >= 0 ? code?.At(il) : null;
        return chains.Intern(Frame(PendingKind.Suspended, name, site?.File ?? code?.File ?? "", site?.Line ?? 0));
    }

    private static int OffsetOf(ClrMethod method, ulong address)
    {
        foreach (ILToNativeMap map in method.ILOffsetMap)
        {
            if (map.StartAddress == address)
                return map.ILOffset;
        }

        return -1;
    }

    /// <summary>A task without code of its own: one of a delegate is an operation.</summary>
    private void ReadTask(ref PendingNode node)
    {
        ulong action = reader.Reference(node.Address, node.Type.At("m_action"));
        if (action == 0)
            return;
        node.IsOperation = true;
        node.Frames = chains.Extend(0, DelegateOf(action));
    }

    private int DelegateOf(ulong action)
    {
        ulong code = reader.Pointer(action + (ulong)Math.Max(0, reader.TypeOf(action)?.At("_methodPtrAux") ?? 0));
        if (code == 0)
            code = reader.Pointer(action + (ulong)Math.Max(0, reader.TypeOf(action)?.At("_methodPtr") ?? 0));
        if (!_delegates.TryGetValue(code, out int frame))
        {
            MethodName? name = runtime.GetMethodByInstructionPointer(code) is { } method ? names.MethodOf(method, out _) : null;
            _delegates.Add(code, frame = chains.Intern(name is null ? new PendingFrame(PendingKind.Delegate, "(delegate)") : Frame(PendingKind.Delegate, name, "", 0)));
        }

        return frame;
    }
}
