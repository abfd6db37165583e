using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Frames;

/// <summary>
/// Learns what an address means where it is met for the first time: while its frame is on the stack its code cannot go away. A tenth of a microsecond for the method, some twenty for the IL offset,
/// each address once, and only so many a second; keeps names and nothing of reflection.
/// </summary>
internal sealed class PlaceFinder(Func<nint, MethodBase?> methodAt, NameTable names, PlaceTable places, AddressTable addresses)
{
    private const int MethodsPerSecond = 20_000;
    private const int OffsetsPerSecond = 400;

    private readonly SecondBudget _methods = new(MethodsPerSecond);
    private readonly SecondBudget _offsets = new(OffsetsPerSecond);

    /// <summary>Look-ups that were left out because there were too many in one second.</summary>
    public long Refused => _methods.Refused;

    /// <summary>What stands at an address, from now on in the table as well; 0 where that could not be found out now.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Learn(nint address)
    {
        if (!_methods.TryTake())
            return 0;
        int stamp = GC.CollectionCount(0); // first: what is found is alive at least since then
        int value = methodAt(address - 1) is { } method ? ValueOf(method, address) : FrameKind.Plumbing; // inside the call, not after it
        if (value != 0)
            addresses.Set(address, value, stamp);
        return value;
    }

    /// <summary>Finds out the IL offset of a place whose <c>MoveNext</c> is the first on this thread's stack, if there is time for it now.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void LearnOffset(nint address, int value)
    {
        if (places[value >> FrameKind.Bits] is not { } place || !_offsets.TryTake())
            return;
        int stamp = GC.CollectionCount(0);
        var stack = new StackTrace(skipFrames: 2, fNeedFileInfo: false); // one walk: a StackFrame for each level would walk each time
        for (int i = 0; i < Math.Min(stack.FrameCount, FrameChain.MaximumDepth); i++)
        {
            StackFrame? frame = stack.GetFrame(i);
            if (frame?.GetMethod() is not { } method || !IsMoveNext(method))
                continue;
            if (Definition(method.DeclaringType!) == place.Type)
                place.ILOffset = frame.GetILOffset();
            break;
        }

        addresses.Set(address, value & ~FrameKind.Incomplete, stamp); // known now, or never
    }

    private static bool IsMoveNext(MethodBase method) => method.Name == "MoveNext" && typeof(IAsyncStateMachine).IsAssignableFrom(method.DeclaringType);

    private static string Definition(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name;

    private static bool IsFramework(string type) => type.StartsWith("System.", StringComparison.Ordinal) || type.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static bool IsTask(Type type) => type.Namespace == "System.Threading.Tasks"
        && (typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>)));

    private int ValueOf(MethodBase method, nint address)
    {
        if (method.DeclaringType is not { } type)
            return FrameKind.Plumbing | FrameKind.Collectible; // a dynamic method
        Assembly assembly = type.Assembly;
        int collectible = assembly.IsCollectible ? FrameKind.Collectible : 0;
        bool moveNext = IsMoveNext(method);
        if (!moveNext && (assembly == typeof(object).Assembly || assembly == typeof(PlaceFinder).Assembly || typeof(IAsyncStateMachine).IsAssignableFrom(type)))
            return FrameKind.Plumbing | collectible;
        string definition = Definition(type);
        int id = collectible != 0 ? Known(address, definition, method.Name) : PlaceTable.None;
        if (id == PlaceTable.None)
            id = places.Add(moveNext ? Machine(assembly, type, definition) : Ordinary(assembly, method, definition));
        if (id == PlaceTable.None)
            return moveNext ? 0 : FrameKind.Plumbing | collectible;
        bool incomplete = moveNext && places[id] is { ILOffset: Place.NoOffset };
        return (id << FrameKind.Bits) | (moveNext ? FrameKind.MoveNext | (incomplete ? FrameKind.Incomplete : 0) : FrameKind.Other) | collectible;
    }

    /// <summary>The place that an address of code that can be unloaded had before, if it is still the same method's.</summary>
    private unsafe int Known(nint address, string type, string method)
    {
        AddressTable.Slot* slot = AddressTable.Find(addresses.Slots, address);
        int id = slot == null ? PlaceTable.None : slot->Value >> FrameKind.Bits;
        return places[id] is { } place && place.Type == type && place.Method == method ? id : PlaceTable.None;
    }

    private Place Machine(Assembly assembly, Type type, string definition)
    {
        string simple = assembly.GetName().Name ?? "";
        return new Place(simple, definition, "MoveNext")
        {
            Machine = type.Name,
            NameId = names.Intern(TplTaskName.Qualify(TplTaskName.MethodPrefix + type.Name, simple, definition)),
        };
    }

    private static Place Ordinary(Assembly assembly, MethodBase method, string definition)
    {
        bool passes = !IsFramework(definition) && method is MethodInfo info && IsTask(info.ReturnType)
            && !method.CustomAttributes.Any(attribute => attribute.AttributeType == typeof(AsyncStateMachineAttribute) || attribute.AttributeType == typeof(AsyncIteratorStateMachineAttribute));
        return new Place(assembly.GetName().Name ?? "", definition, method.Name) { MayPassOn = passes };
    }
}
