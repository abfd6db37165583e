using System.Collections.Concurrent;

namespace AsyncProf.Scopes;

/// <summary>The scopes that are open, and in which other scope each was opened.</summary>
internal static class OpenScopes
{
    private const int Deepest = 64;

    private static readonly ConcurrentDictionary<ushort, ushort> Outer = new();
    private static int s_lastId;

    /// <summary>An id that no open scope has; 0 stands for no scope.</summary>
    public static ushort NewId()
    {
        ushort id;
        do
        {
            id = (ushort)Interlocked.Increment(ref s_lastId);
        }
        while (id == 0 || !Outer.TryAdd(id, 0));
        return id;
    }

    /// <summary>Says in which scope one was opened.</summary>
    public static void SetOuter(ushort id, ushort outer) => Outer[id] = outer;

    public static void Remove(ushort id) => Outer.TryRemove(id, out _);

    /// <summary>Whether a scope is this one, or was opened inside it.</summary>
    public static bool Includes(ushort id, ushort scope)
    {
        for (int hops = 0; scope != 0 && hops < Deepest; hops++)
        {
            if (scope == id)
                return true;
            scope = Outer.GetValueOrDefault(scope);
        }

        return false;
    }
}
