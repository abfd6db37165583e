using AsyncProf.Events;
using AsyncProf.Events.Tpl;

namespace AsyncProf.Decoding.Dispatches;

/// <summary>Which methods the addresses in stacks of dispatchers lie in.</summary>
/// <param name="methods">The methods.</param>
/// <param name="names">Where their names go.</param>
internal sealed class DispatchNames(AddressedMethods methods, NameTable names)
{
    /// <summary>More addresses than this no program awaits at; what comes beyond is looked up each time.</summary>
    private const int Most = 200_000;

    private const string Runtime = "System.Runtime.CompilerServices.AsyncHelpers";

    private readonly Dictionary<long, int> _known = [];

    /// <summary>Puts the method in place of the address.</summary>
    public void Resolve(ref AsyncEvent frame)
    {
        long address = frame.Payload;
        if (!_known.TryGetValue(address, out int name))
        {
            name = Find((ulong)address);
            if (_known.Count < Most)
                _known.Add(address, name);
        }

        (frame.TaskId, frame.OtherId, frame.Extra) = (0, 0, name);
        frame.Detail = (byte)(name == NameTable.NoneId ? DispatchFrameKind.Plumbing : DispatchFrameKind.Method);
    }

    private int Find(ulong address)
    {
        if (!methods.TryFind(address, out AddressedMethod method, out string assembly))
            return names.Intern(TplTaskName.MethodPrefix + "(unknown method)");
        return method.Type == Runtime ? NameTable.NoneId : names.Intern(TplTaskName.OfMethod(assembly, method.Type, method.Name, method.Token));
    }
}
