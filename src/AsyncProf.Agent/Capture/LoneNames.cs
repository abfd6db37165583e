using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Capture;

/// <summary>Which names of methods that are run as delegates only one method of the process has: for those nobody has to find out who starts them.</summary>
/// <param name="names">The names of operations.</param>
internal sealed class LoneNames(NameTable names)
{
    private readonly object _lock = new();
    private readonly List<(int Id, string Short)> _groups = [];
    private bool[] _isLone = new bool[256]; // by name; replaced when it is too small
    private int _next;

    /// <summary>Whether a name is known to be one. Any thread.</summary>
    /// <param name="name">The name's number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int name) => Volatile.Read(ref _isLone) is var lone && (uint)name < (uint)lone.Length && Volatile.Read(ref lone[name]);

    /// <summary>Looks at the names that are new, and at all again where the modules are not the same.</summary>
    /// <param name="index">The methods of the process.</param>
    /// <param name="isNew">Whether modules have come to it since the last time.</param>
    public void Update(MetadataIndex index, bool isNew)
    {
        lock (_lock)
        {
            int known = isNew ? 0 : _groups.Count, count = names.Count;
            for (; _next < count; _next++)
            {
                if (names[_next] is var name && TplTaskName.IsDelegateName(name) && !name.Contains(TplTaskName.Separator, StringComparison.Ordinal) && !name.Contains('<', StringComparison.Ordinal))
                    _groups.Add((_next, TplTaskName.Parse(name).Short));
            }

            if (_isLone.Length < count)
                Array.Resize(ref _isLone, Math.Max(count, _isLone.Length * 2));
            foreach ((int id, string group) in _groups.Skip(known))
                Volatile.Write(ref _isLone[id], index.Find(group, isDelegate: true).Count <= 1);
        }
    }
}
