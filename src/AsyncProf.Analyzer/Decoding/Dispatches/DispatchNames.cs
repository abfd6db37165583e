using AsyncProf.Events;
using AsyncProf.Events.Dispatchers;
using AsyncProf.Events.Tpl;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Decoding.Dispatches;

/// <summary>The methods of a recording, by their addresses in its rundown.</summary>
/// <param name="methods">The methods.</param>
/// <param name="names">Where their names go.</param>
internal sealed class DispatchNames(AddressedMethods methods, NameTable names) : FrameNames
{
    protected override (int Name, int Place) Find(long address)
    {
        if (!methods.TryFind((ulong)address, out AddressedMethod method, out string assembly))
            return (names.Intern(TplTaskName.MethodPrefix + UnknownMethod), 0);
        return method.Type == RuntimeAsyncMethod.Helpers ? default : (names.Intern(TplTaskName.OfMethod(assembly, method.Type, method.Name, method.Token)), 0);
    }
}
