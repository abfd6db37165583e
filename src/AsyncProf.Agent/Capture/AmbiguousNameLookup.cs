using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;

namespace AsyncProf.Capture;

/// <summary>
/// Tells apart methods whose state machines share a short name: when one of them suspends for the first time its <c>MoveNext</c> is on the
/// stack. Looking costs tens of microseconds, so only names that a method of the app's own has are looked up, and only so many a second; the rest are told by who awaits them.
/// </summary>
internal sealed class AmbiguousNameLookup
{
    private const int MaximumPerSecond = 200;
    private const int MaximumPerNameAndSecond = 10;
    private const int FramesToLook = 24;
    private const int NotAmbiguous = int.MinValue;

    private int[] _left = [];
    private long _second;
    private int _spent;
    private long _skipped;

    /// <summary>Look-ups that were left out because there were too many in one second; those operations keep their short name for now.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>Says which names are ambiguous. Replaces what was said before.</summary>
    public void SetAmbiguous(NameTable names, IEnumerable<string> machines)
    {
        int[] ids = [.. machines.Select(machine => names.Intern(TplTaskName.MethodPrefix + machine))];
        var left = new int[ids.Length == 0 ? 0 : ids.Max() + 1];
        left.AsSpan().Fill(NotAmbiguous);
        foreach (int id in ids.Where(id => id > NameTable.OtherId))
            left[id] = MaximumPerNameAndSecond;
        Volatile.Write(ref _left, left);
    }

    /// <summary>The name to record for an operation that suspends now on this thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Resolve(NameTable names, int nameId)
    {
        int[] left = _left;
        return (uint)nameId < (uint)left.Length && left[nameId] != NotAmbiguous ? LookUp(names, nameId, left) : nameId;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int LookUp(NameTable names, int nameId, int[] left)
    {
        if (!Afford(ref left[nameId], left))
            return nameId;
        string name = names[nameId];
        string machine = TplTaskName.Parse(name).Short;
        var stack = new StackTrace(skipFrames: 2, fNeedFileInfo: false); // one walk: a StackFrame for each level would walk each time
        for (int i = 0; i < Math.Min(FramesToLook, stack.FrameCount); i++)
        {
            if (stack.GetFrame(i)?.GetMethod() is { Name: "MoveNext", DeclaringType: { } type } && TplTaskName.Unescape(type.Name) == machine)
                return names.Intern(TplTaskName.Qualify(name, type.Assembly.GetName().Name ?? "", Definition(type)));
        }

        return nameId;
    }

    private static string Definition(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name;

    /// <summary>Whether one more look-up fits into this second. Threads that race may spend a few more; that is cheaper than a lock.</summary>
    private bool Afford(ref int left, int[] all)
    {
        long second = Stopwatch.GetTimestamp() / Stopwatch.Frequency;
        if (Interlocked.Exchange(ref _second, second) != second)
        {
            Volatile.Write(ref _spent, 0);
            for (int i = 0; i < all.Length; i++)
            {
                if (all[i] != NotAmbiguous)
                    all[i] = MaximumPerNameAndSecond;
            }
        }

        if (left > 0 && Interlocked.Increment(ref _spent) <= MaximumPerSecond)
        {
            left--;
            return true;
        }

        Interlocked.Increment(ref _skipped);
        return false;
    }
}
