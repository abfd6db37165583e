using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncProf.Direct;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Frames;

/// <summary>Methods and their IL offsets as places, each once, however often it is compiled.</summary>
internal sealed class PlaceNames(NameTable names, PlaceTable places)
{
    private readonly ConcurrentDictionary<(string Assembly, string Type, string Method, int Offset), int> _known = new();

    /// <summary>What an address in a method is worth in the <see cref="AddressTable"/>; 0 for a <c>MoveNext</c> for which there is no room.</summary>
    public int ValueOf(MethodBase method, int ilOffset)
    {
        if (method.DeclaringType is not { } type)
            return FrameKind.Plumbing | FrameKind.Collectible; // a dynamic method
        Assembly assembly = type.Assembly;
        int collectible = assembly.IsCollectible || method.IsCollectible ? FrameKind.Collectible : 0;
        bool moveNext = IsMoveNext(method);
        if (!moveNext && (assembly == typeof(object).Assembly || assembly == typeof(PlaceNames).Assembly || (assembly.IsDynamic && assembly.GetName().Name == ReceiverType.AssemblyName) || typeof(IAsyncStateMachine).IsAssignableFrom(type)))
            return FrameKind.Plumbing | collectible;
        int id = PlaceOf(method, type, moveNext, moveNext ? ilOffset : Place.NoOffset);
        if (id == PlaceTable.None)
            return moveNext ? 0 : FrameKind.Plumbing | collectible;
        return (id << FrameKind.Bits) | (moveNext ? FrameKind.MoveNext : FrameKind.Other) | collectible;
    }

    /// <summary>The place of a method that may pass on a task; <see cref="PlaceTable.None"/> for any other.</summary>
    public int PassingPlaceOf(MethodBase method) =>
        method.DeclaringType is { } type && !typeof(IAsyncStateMachine).IsAssignableFrom(type) && PlaceOf(method, type, moveNext: false, Place.NoOffset) is var id && places[id] is { MayPassOn: true } ? id : PlaceTable.None;

    /// <summary>Whether a method is that of a state machine.</summary>
    public static bool IsMoveNext(MethodBase method) => method.Name == "MoveNext" && typeof(IAsyncStateMachine).IsAssignableFrom(method.DeclaringType);

    private static string Definition(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name;

    private static bool IsFramework(string type) => type.StartsWith("System.", StringComparison.Ordinal) || type.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static bool IsTask(Type type) => type.Namespace == "System.Threading.Tasks"
        && (typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>)));

    private int PlaceOf(MethodBase method, Type type, bool moveNext, int ilOffset)
    {
        (string Assembly, string Type, string Method, int Offset) key = (type.Assembly.GetName().Name ?? "", Definition(type), method.Name, ilOffset);
        if (_known.TryGetValue(key, out int id))
            return id;
        id = places.Add(moveNext ? Machine(key, type) : Ordinary(key, method));
        return id == PlaceTable.None ? id : _known.GetOrAdd(key, id);
    }

    private Place Machine((string Assembly, string Type, string Method, int Offset) key, Type type) => new(key.Assembly, key.Type, key.Method)
    {
        ILOffset = key.Offset,
        Machine = type.Name,
        NameId = names.Intern(TplTaskName.Qualify(TplTaskName.MethodPrefix + type.Name, key.Assembly, key.Type)),
    };

    private static Place Ordinary((string Assembly, string Type, string Method, int Offset) key, MethodBase method) => new(key.Assembly, key.Type, key.Method)
    {
        MayPassOn = !key.Method.StartsWith("<>", StringComparison.Ordinal) && !IsFramework(key.Type) && method is MethodInfo info && IsTask(info.ReturnType) && AsyncMark.IsMissing(method),
    };
}
