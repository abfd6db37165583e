using System.Buffers.Binary;
using System.Runtime.InteropServices;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Symbols;

namespace AsyncProf.Decoding;

/// <summary>Payloads of the Task Parallel Library's and of ASP.NET Core's events, as EventPipe writes them: fields in order, little endian, strings in UTF-16.</summary>
/// <param name="names">Where the names of operations go.</param>
internal sealed class TplDecoder(NameTable names)
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _known = new Dictionary<string, int>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly RequestTemplates _requests = new(names);

    /// <summary>Decodes one event; false for one of another provider, one that is not needed, or one that is too short.</summary>
    public bool TryDecode(Guid provider, int id, ReadOnlySpan<byte> payload, long timestamp, out AsyncEvent e)
    {
        e = default;
        return provider == TplEvents.SourceId ? TryTpl(id, payload, timestamp, out e) : provider == HostingEvents.SourceId && TryHosting(id, payload, timestamp, out e);
    }

    /// <summary>Decodes one event of the Task Parallel Library; false for one that is not needed, or that is too short.</summary>
    private bool TryTpl(int id, ReadOnlySpan<byte> payload, long timestamp, out AsyncEvent e)
    {
        e = default;
        ref readonly TplLayout layout = ref TplEvents.LayoutOf(id);
        if (!layout.IsKnown || payload.Length < layout.MinimumBytes)
            return false;
        e.Timestamp = timestamp;
        e.Kind = (AsyncEventKind)id;
        if (layout.TaskId >= 0)
            e.TaskId = Int(payload, layout.TaskId);
        if (layout.OtherId >= 0)
            e.OtherId = Int(payload, layout.OtherId);
        if (layout.Extra >= 0)
            e.Extra = Int(payload, layout.Extra);
        if (layout.Detail >= 0)
            e.Detail = (byte)Int(payload, layout.Detail);
        if (e.Kind == AsyncEventKind.OperationBegin)
            e.Extra = Name(Text(payload[(TplEvents.NameField * sizeof(int))..]));
        return true;
    }

    /// <summary>Decodes one event of ASP.NET Core's hosting.</summary>
    private bool TryHosting(int id, ReadOnlySpan<byte> payload, long timestamp, out AsyncEvent e)
    {
        e = default;
        if (id == HostingEvents.RequestStop)
        {
            e = AsyncEvent.RequestStop(timestamp);
            return true;
        }

        if (id != HostingEvents.RequestStart)
            return false;
        ReadOnlySpan<char> method = Text(payload), path = Text(payload[Math.Min(payload.Length, (method.Length + 1) * 2)..]);
        e = AsyncEvent.RequestStart(timestamp, _requests.Name(method.ToString(), path.ToString()));
        return true;
    }

    /// <summary>A string up to its end mark; what follows it begins two bytes after its own length.</summary>
    public static ReadOnlySpan<char> Text(ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<char> all = MemoryMarshal.Cast<byte, char>(payload);
        int end = all.IndexOf('\0');
        return end < 0 ? all : all[..end];
    }

    private static int Int(ReadOnlySpan<byte> payload, int field) => BinaryPrimitives.ReadInt32LittleEndian(payload[(field * 4)..]);

    private int Name(ReadOnlySpan<char> text)
    {
        if (_known.TryGetValue(text, out int id))
            return id;
        string name = text.ToString();
        id = names.Intern(name);
        if (_known.Dictionary.Count < names.Capacity)
            _known.Dictionary.Add(name, id);
        return id;
    }
}
