using System.Reflection;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Frames;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Dispatches;

/// <summary>Which methods the addresses in stacks of dispatchers lie in. Each is asked for once; only the reader's thread does.</summary>
internal sealed class DispatchNames(NameTable names, PlaceTable places)
{
    /// <summary>More addresses than this no program awaits at; what comes beyond has no name.</summary>
    private const int Most = 200_000;

    private const string Runtime = "System.Runtime.CompilerServices.AsyncHelpers";

    private readonly Func<nint, MethodBase?>? _methodAt = MethodAt.Bind();
    private readonly Dictionary<long, (int Name, int Place)> _known = [];
    private readonly Lazy<OffsetAt?> _offsetAt = new(OffsetAt.TryBind);
    private readonly Dictionary<(string Assembly, string Name, int Offset), int> _places = [];

    /// <summary>Puts the method in place of the address.</summary>
    public void Resolve(ref AsyncEvent frame)
    {
        long address = frame.Payload;
        if (!_known.TryGetValue(address, out (int Name, int Place) known))
        {
            known = Find(address);
            if (_known.Count < Most)
                _known.Add(address, known);
        }

        frame.TaskId = 0;
        (frame.Extra, frame.OtherId) = known;
        frame.Detail = (byte)(known.Name == NameTable.NoneId ? DispatchFrameKind.Plumbing : DispatchFrameKind.Method);
    }

    private (int Name, int Place) Find(long address)
    {
        if (_methodAt?.Invoke((nint)address) is not { } method)
            return (names.Intern(TplTaskName.MethodPrefix + "(unknown method)"), PlaceTable.None);
        if (method.DeclaringType is not { } type || type.FullName == Runtime)
            return default;
        Type definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        string assembly = type.Assembly.GetName().Name ?? "";
        string typeName = definition.FullName ?? definition.Name;
        string name = TplTaskName.OfMethod(assembly, typeName, method.Name, method.MetadataToken);
        int offset = type.Assembly.IsCollectible || method.IsCollectible || _offsetAt.Value is not { } known ? Place.NoOffset : known.Of((nint)address); // what is collected is no code any more
        if (!_places.TryGetValue((assembly, name, offset), out int place))
        {
            place = places.Add(new Place(assembly, TplTaskName.KeyOf(typeName, method.Name, method.MetadataToken), method.Name) { NameId = names.Intern(name), ILOffset = offset });
            _places.Add((assembly, name, offset), place);
        }

        return (names.Intern(name), place);
    }
}
