using System.Reflection;
using AsyncProf.Events;
using AsyncProf.Events.Dispatchers;
using AsyncProf.Events.Tpl;
using AsyncProf.Frames;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Dispatches;

/// <summary>The methods of this process, as its runtime tells them by their addresses. Only the reader's thread asks.</summary>
internal sealed class DispatchNames(NameTable names, PlaceTable places) : FrameNames
{
    private readonly Func<nint, MethodBase?>? _methodAt = MethodAt.Bind();
    private readonly Lazy<OffsetAt?> _offsetAt = new(OffsetAt.TryBind);
    private readonly Dictionary<(string Assembly, string Name, int Offset), int> _places = [];

    protected override (int Name, int Place) Find(long address)
    {
        if (_methodAt?.Invoke((nint)address) is not { } method)
            return (names.Intern(TplTaskName.MethodPrefix + UnknownMethod), PlaceTable.None);
        if (method.DeclaringType is not { } type || type.FullName == RuntimeAsyncMethod.Helpers || !RuntimeAsyncMethod.Is(method.MethodImplementationFlags))
            return default; // what is not compiled so only hands a task on, and the runtime awaits it there
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
