using AsyncProf.Attribution;
using AsyncProf.Budgets;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Building;

/// <summary>Frames as small numbers: each method, wait and root name is turned into text once.</summary>
internal sealed class FrameTable(NameTable names, MethodTable methods, AwaitTable? awaits = null)
{
    /// <summary>The frame of the root of all roots.</summary>
    public const int All = 0;

    /// <summary>The frame that stands for what was too many.</summary>
    public const int Other = 1;

    /// <summary>Of more methods of one name only so many are told.</summary>
    private const int MostCandidates = 200;

    private readonly List<Frame> _frames = [Frame.All, Frame.Other];
    private readonly Dictionary<WaitLabel, int> _waits = [];
    private readonly Dictionary<string, int> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _methodsByName = new(StringComparer.Ordinal);
    private int[] _methods = new int[64];

    /// <summary>What they take, in bytes, without the texts that methods have already.</summary>
    public long KeptBytes => _frames.Count * (ProfileCost.Frame + Sizes.OfEntry(12));

    public Frame this[int id] => _frames[id];

    /// <summary>Methods in use that could not be told from others of the same compiler-made name.</summary>
    public int AmbiguousCount { get; private set; }

    public int Method(MethodId method)
    {
        if (method.Value >= _methods.Length)
            Array.Resize(ref _methods, Math.Max(method.Value + 1, _methods.Length * 2));
        ref int id = ref _methods[method.Value];
        if (id == 0)
        {
            MethodName name = methods[method];
            AmbiguousCount += name.IsAmbiguous ? 1 : 0;
            (string file, int line) = awaits?.BeginOf(name) ?? ("", 0);
            id = Intern(_methodsByName, new Frame(FrameKind.Method, name.DisplayName, name.IsFramework)
            {
                PassesOn = name.PassesOn,
                Overload = name.Overload,
                Assembly = name.Assembly,
                Module = name.Module,
                File = file,
                Line = line,
                Link = SourceLink.Checked(awaits?.LinkOf(name) ?? ""),
            });
            if (name.IsAmbiguous)
                _frames[id] = _frames[id] with { Candidates = [.. _frames[id].Candidates.Union(name.Candidates.Select(candidate => candidate.DisplayName)).Take(MostCandidates)] };
        }

        return id;
    }

    public int Entry(string name) => _entries.TryGetValue(name, out int id) ? id : Intern(_entries, new Frame(FrameKind.Entry, name, false));

    public int Wait(WaitLabel label)
    {
        if (_waits.TryGetValue(label, out int id))
            return id;
        string target = label.Kind switch
        {
            WaitKind.Named or WaitKind.OneOf or WaitKind.BlockedOnTask => names[label.Target],
            WaitKind.CompletedBy or WaitKind.ResumedBy or WaitKind.BlockedOn or WaitKind.Inlined => methods[new MethodId(label.Target)].DisplayName,
            _ => "",
        };
        _waits.Add(label, id = _frames.Count);
        _frames.Add(Frame.OfWait(label.Kind, target, on: names[label.On]));
        return id;
    }

    public Frame[] ToArray() => [.. _frames];

    private int Intern(Dictionary<string, int> ids, Frame frame)
    {
        if (ids.TryGetValue(frame.Name, out int id))
            return id;
        ids.Add(frame.Name, id = _frames.Count);
        _frames.Add(frame);
        return id;
    }
}
