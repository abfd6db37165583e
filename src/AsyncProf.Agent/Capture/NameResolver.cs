using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Symbols;

namespace AsyncProf.Capture;

/// <summary>
/// Tells apart methods whose state machines share a short name: when one of them suspends for the first time its <c>MoveNext</c> is on the
/// stack. Looking costs 4–10 µs, so only ambiguous names are looked up, and only so many a second.
/// </summary>
internal sealed class NameResolver
{
    private const int MaximumPerSecond = 2_000;
    private const int FramesToLook = 24;

    private bool[] _ambiguous = [];
    private long _second;
    private int _spent;
    private long _skipped;

    /// <summary>Look-ups that were left out because there were too many in one second; those operations keep their short name.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>Says which names are ambiguous. Replaces what was said before.</summary>
    public void SetAmbiguous(NameTable names, IEnumerable<string> machines)
    {
        int[] ids = [.. machines.Select(machine => names.Intern("Async: " + machine))];
        var flags = new bool[ids.Length == 0 ? 0 : ids.Max() + 1];
        foreach (int id in ids)
            flags[id] = true;
        flags.AsSpan(0, Math.Min(flags.Length, 2)).Clear();
        Volatile.Write(ref _ambiguous, flags);
    }

    /// <summary>The name to record for an operation that suspends now on this thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Resolve(NameTable names, int nameId)
    {
        bool[] ambiguous = _ambiguous;
        return (uint)nameId < (uint)ambiguous.Length && ambiguous[nameId] ? LookUp(names, nameId) : nameId;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int LookUp(NameTable names, int nameId)
    {
        if (!Afford())
            return nameId;
        string name = names[nameId];
        string machine = OperationName.Parse(name).Short;
        for (int skip = 2; skip < FramesToLook; skip++)
        {
            var frame = new StackFrame(skip, needFileInfo: false);
            if (!frame.HasMethod())
                break;
            if (frame.GetMethod() is { Name: "MoveNext", DeclaringType: { } type } && type.Name == machine)
                return names.Intern(OperationName.Qualify(name, type.Assembly.GetName().Name ?? "", Definition(type)));
        }

        return nameId;
    }

    private static string Definition(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name;

    private bool Afford()
    {
        long second = Stopwatch.GetTimestamp() / Stopwatch.Frequency;
        if (Interlocked.Exchange(ref _second, second) != second)
            Volatile.Write(ref _spent, 0);
        if (Interlocked.Increment(ref _spent) <= MaximumPerSecond)
            return true;
        Interlocked.Increment(ref _skipped);
        return false;
    }
}
