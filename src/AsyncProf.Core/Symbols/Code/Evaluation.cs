using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>
/// Follows the values through a method's code, in one pass from its first instruction to its last, and tells of each call with the origins of its arguments.
/// Where ways meet a value is either of two; what a variable holds is settled afterwards, from all that is stored to it.
/// </summary>
internal sealed class Evaluation(CallReader calls, MethodCode method)
{
    /// <summary>More values that wait at branch targets than this are damage.</summary>
    private const int MaximumWaiting = 100_000;

    /// <summary>More stores to one variable than this are not kept.</summary>
    private const int MaximumStores = 1024;

    private readonly HashSet<int> _labels = [];
    private readonly Dictionary<int, Origin[]> _waiting = [];
    private readonly Dictionary<int, (int Way, Origin Value)> _current = [];
    private readonly Dictionary<int, List<(int Offset, Origin Value)>> _stores = [];
    private readonly Stack<Origin> _stack = new();
    private int _waitingValues;
    private int _constrainedTo;
    private int _offset;
    private int _way; // counts the places where ways meet: what was known before does not count after

    /// <summary>Told of each call: its offset, its target, and the origins of its arguments; of none where only a pointer to the method is taken.</summary>
    public Action<int, CallTarget, Origin[]?>? Called { get; set; }

    /// <summary>What the method returned last; null if it did not.</summary>
    public Origin? Returned { get; private set; }

    /// <summary>True if the code branches backwards, or forwards over other code.</summary>
    public bool Branches { get; private set; }

    /// <summary>All that is stored to a local or to a field of the instance, null and default values left out, in order of the code.</summary>
    /// <param name="variable">The local's index or the field's token.</param>
    public IReadOnlyList<(int Offset, Origin Value)> StoredTo(int variable) => _stores.GetValueOrDefault(variable) ?? [];

    /// <summary>Follows the code to its end; false if it is damaged.</summary>
    public bool Run()
    {
        var labels = new IlInstructions(method.Il);
        while (labels.Read())
        {
            for (int i = 0; i < labels.Targets; i++)
            {
                _labels.Add(labels.Target(i));
                Branches |= labels.Target(i) != labels.Next;
            }
        }

        if (labels.Next < method.Il.Length)
            return false;
        bool isReached = true;
        var instructions = new IlInstructions(method.Il);
        while (instructions.Read())
        {
            if (_labels.Contains(instructions.Offset) || !isReached)
                Meet(instructions.Offset, isReached);
            Follow(in instructions);
            for (int i = 0; i < instructions.Targets; i++)
                Wait(instructions.Target(i), instructions.Offset);
            isReached = instructions.Shape.Flow is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw);
        }

        return true;
    }

    private void Meet(int offset, bool isReached)
    {
        _way++;
        Origin[]? waiting = _waiting.GetValueOrDefault(offset);
        if (!isReached)
        {
            _stack.Clear();
            foreach (Origin origin in waiting ?? [])
                _stack.Push(origin);
        }
        else if (waiting is not null && waiting.Length == _stack.Count)
        {
            Origin[] here = [.. _stack.Reverse()];
            _stack.Clear();
            for (int i = 0; i < here.Length; i++)
                _stack.Push(Origin.Either(waiting[i], here[i]));
        }
    }

    private void Wait(int target, int from)
    {
        if (_stack.Count == 0 || target <= from || (_waitingValues += _stack.Count) > MaximumWaiting)
            return;
        Origin[] here = [.. _stack.Reverse()];
        if (_waiting.TryGetValue(target, out Origin[]? others) && others.Length == here.Length)
        {
            for (int i = 0; i < here.Length; i++)
                here[i] = Origin.Either(others[i], here[i]);
        }

        _waiting[target] = here;
    }

    private void Follow(in IlInstructions at)
    {
        _offset = at.Offset;
        switch (at.Code)
        {
            case ILOpCode.Call or ILOpCode.Callvirt or ILOpCode.Newobj or ILOpCode.Calli:
                Call(in at);
                break;
            case ILOpCode.Constrained:
                _constrainedTo = at.Operand;
                break;
            case ILOpCode.Ldftn or ILOpCode.Ldvirtftn:
                Called?.Invoke(at.Offset, calls.Read(at.Operand), null);
                Apply(at.Shape);
                break;
            case ILOpCode.Ret:
                Returned = _stack.Count > 0 ? Pop() : null;
                break;
            case ILOpCode.Dup:
                Origin top = Pop();
                _stack.Push(top);
                _stack.Push(top);
                break;
            case ILOpCode.Ldnull:
                _stack.Push(Origin.Nothing);
                break;
            case ILOpCode.Castclass or ILOpCode.Isinst or ILOpCode.Box or ILOpCode.Unbox or ILOpCode.Unbox_any or ILOpCode.Ldobj or ILOpCode.Ldind_ref:
                break; // the same value in another shape
            case ILOpCode.Initobj:
                Store(Pop(), Origin.Nothing);
                break;
            case ILOpCode.Stobj or ILOpCode.Stind_ref:
                Origin stored = Pop();
                Store(Pop(), stored);
                break;
            case ILOpCode.Ldfld or ILOpCode.Ldflda:
                _stack.Push(Load(Pop().Kind == OriginKind.This ? OriginKind.OwnField : OriginKind.Field, at.Operand, at.Code == ILOpCode.Ldflda));
                break;
            case ILOpCode.Ldsfld or ILOpCode.Ldsflda:
                _stack.Push(Load(OriginKind.Field, at.Operand));
                break;
            case ILOpCode.Stfld:
                Origin value = Pop();
                if (Pop().Kind == OriginKind.This)
                    Store(new Origin { Kind = OriginKind.OwnField, Index = at.Operand }, value);
                break;
            case ILOpCode.Leave or ILOpCode.Leave_s or ILOpCode.Endfinally:
                _stack.Clear();
                break;
            default:
                if (!Variable(in at))
                    Apply(at.Shape);
                break;
        }
    }

    private bool Variable(in IlInstructions at)
    {
        int operand = at.Shape.OperandSize == 1 ? at.Operand & 255 : at.Operand;
        switch (at.Code)
        {
            case >= ILOpCode.Ldloc_0 and <= ILOpCode.Ldloc_3:
                _stack.Push(Load(OriginKind.Local, at.Code - ILOpCode.Ldloc_0));
                return true;
            case ILOpCode.Ldloc or ILOpCode.Ldloc_s or ILOpCode.Ldloca or ILOpCode.Ldloca_s:
                _stack.Push(Load(OriginKind.Local, operand, at.Code is ILOpCode.Ldloca or ILOpCode.Ldloca_s));
                return true;
            case >= ILOpCode.Stloc_0 and <= ILOpCode.Stloc_3:
                Store(new Origin { Kind = OriginKind.Local, Index = at.Code - ILOpCode.Stloc_0 }, Pop());
                return true;
            case ILOpCode.Stloc or ILOpCode.Stloc_s:
                Store(new Origin { Kind = OriginKind.Local, Index = operand }, Pop());
                return true;
            case >= ILOpCode.Ldarg_0 and <= ILOpCode.Ldarg_3:
                _stack.Push(Argument(at.Code - ILOpCode.Ldarg_0));
                return true;
            case ILOpCode.Ldarg or ILOpCode.Ldarg_s or ILOpCode.Ldarga or ILOpCode.Ldarga_s:
                _stack.Push(Argument(operand));
                return true;
            default:
                return false;
        }
    }

    private Origin Argument(int index) => index == 0 && !method.IsStatic ? Origin.This : new Origin { Kind = OriginKind.Parameter, Index = index };

    private void Call(in IlInstructions at)
    {
        CallTarget target = calls.Read(at.Operand, _constrainedTo);
        if (at.Code != ILOpCode.Callvirt && target.Method.IsVirtual)
            target = target with { Method = target.Method with { IsVirtual = false } };
        _constrainedTo = 0;
        if (at.Code == ILOpCode.Calli)
            Pop();
        bool isNew = at.Code == ILOpCode.Newobj;
        int count = Math.Max(0, target.Arguments - (isNew ? 1 : 0));
        if (count > 1024)
            throw new BadImageFormatException("A call of more arguments than there can be.");
        var arguments = new Origin[count];
        for (int i = count - 1; i >= 0; i--)
            arguments[i] = Pop();
        Called?.Invoke(at.Offset, target, arguments);
        var made = new Origin { Kind = OriginKind.Call, Call = target, Inner = arguments.FirstOrDefault(), Index = at.Offset };
        for (int i = target.HasThis && !isNew ? 1 : 0; i < count && !target.IsSuspension; i++)
            Lend(arguments[i], i < 64 && (target.Out >> i & 1) != 0 ? made : Origin.Unknown);
        if (isNew || target.Returns)
            _stack.Push(made);
        else if (target.Name == ".ctor" && count > 0)
            Store(arguments[0], new Origin { Kind = OriginKind.Call, Call = target, Inner = arguments.ElementAtOrDefault(1), Index = at.Offset });
    }

    private void Apply(OpCodeShape shape)
    {
        for (int i = 0; i < shape.Pops; i++)
            Pop();
        for (int i = 0; i < shape.Pushes; i++)
            _stack.Push(Origin.Unknown);
    }

    private Origin Pop() => _stack.TryPop(out Origin? origin) ? origin : Origin.Unknown;

    /// <summary>A variable, with what was stored to it since ways last met.</summary>
    private Origin Load(OriginKind kind, int index, bool isAddress = false) =>
        new()
        {
            Kind = kind,
            Index = index,
            IsAddress = isAddress,
            Inner = kind != OriginKind.Field && _current.TryGetValue(index, out (int Way, Origin Value) known) && known.Way == _way ? known.Value : null,
        };

    /// <summary>A variable whose address a call is given may hold anything afterwards, unless it is known that the call sets it.</summary>
    private void Lend(Origin argument, Origin value)
    {
        if (argument.IsAddress)
            Store(argument, value);
    }

    private void Store(Origin variable, Origin value)
    {
        if (variable.Kind is not (OriginKind.Local or OriginKind.OwnField))
            return;
        _current[variable.Index] = (_way, value);
        if (value.Kind == OriginKind.Nothing)
            return;
        if (!_stores.TryGetValue(variable.Index, out List<(int, Origin)>? all))
            _stores.Add(variable.Index, all = []);
        if (all.Count < MaximumStores)
            all.Add((_offset, value));
    }
}
