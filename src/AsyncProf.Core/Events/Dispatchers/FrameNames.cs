using System.Runtime.InteropServices;

namespace AsyncProf.Events.Dispatchers;

/// <summary>Which methods the addresses in stacks of dispatchers lie in. Each is asked for once; one thread uses it.</summary>
internal abstract class FrameNames
{
    /// <summary>What is shown for an address in no method that is known.</summary>
    protected const string UnknownMethod = "(unknown method)";

    /// <summary>More addresses than this no program awaits at; what comes beyond is looked up each time.</summary>
    private const int Most = 200_000;

    private readonly Dictionary<long, (int Name, int Place)> _known = [];

    /// <summary>Puts methods in place of all addresses.</summary>
    public void Resolve(List<AsyncEvent> events)
    {
        foreach (ref AsyncEvent e in CollectionsMarshal.AsSpan(events))
        {
            if (e is { Kind: AsyncEventKind.DispatchFrame, Detail: (byte)DispatchFrameKind.Address })
                Resolve(ref e);
        }
    }

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

    /// <summary>The name of the method at an address, and the place in it; <see cref="NameTable.NoneId"/> for the runtime's own.</summary>
    protected abstract (int Name, int Place) Find(long address);
}
