using System.Buffers.Binary;
using System.Runtime.InteropServices;
using AsyncProf.Events;
using AsyncProf.Symbols;

namespace AsyncProf.Decoding;

/// <summary>Payloads of the Task Parallel Library's and of ASP.NET Core's events, as EventPipe writes them: fields in order, little endian, strings in UTF-16.</summary>
/// <param name="names">Where the names of operations go.</param>
internal sealed class TplDecoder(NameTable names)
{
    /// <summary><c>System.Threading.Tasks.TplEventSource</c>.</summary>
    public static readonly Guid Tpl = new("2e5dba47-a3d2-4d16-8ee0-6671ffdcd7b5");

    /// <summary><c>Microsoft.AspNetCore.Hosting</c>.</summary>
    public static readonly Guid Hosting = new("9ded64a4-414c-5251-dcf7-1e4e20c15e70");

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _known = new Dictionary<string, int>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly RequestNames _requests = new(names);

    /// <summary>Decodes one event; false for one of another provider, one that is not needed, or one that is too short.</summary>
    public bool TryDecode(Guid provider, int id, ReadOnlySpan<byte> payload, long timestamp, out AsyncEvent e)
    {
        e = default;
        return provider == Tpl ? TryTpl(id, payload, timestamp, out e) : provider == Hosting && TryHosting(id, payload, timestamp, out e);
    }

    /// <summary>Decodes one event of the Task Parallel Library; false for one that is not needed, or that is too short.</summary>
    private bool TryTpl(int id, ReadOnlySpan<byte> payload, long timestamp, out AsyncEvent e)
    {
        e = default;
        if (payload.Length < LengthOf(id))
            return false;
        switch (id)
        {
            case 7:
                e = AsyncEvent.TaskScheduled(timestamp, Int(payload, 2), Int(payload, 3), Int(payload, 1));
                return true;
            case 10:
                e = AsyncEvent.WaitBegin(timestamp, Int(payload, 2), Int(payload, 4), (WaitBehavior)Int(payload, 3), Int(payload, 1));
                return true;
            case 12:
                e = AsyncEvent.ContinuationScheduled(timestamp, Int(payload, 2), Int(payload, 1));
                return true;
            case 14:
                e = AsyncEvent.OperationBegin(timestamp, Int(payload, 0), Name(Text(payload[4..])));
                return true;
            case 15:
                e = AsyncEvent.OperationEnd(timestamp, Int(payload, 0), (OperationStatus)Int(payload, 1));
                return true;
            case 16:
                e = AsyncEvent.Relation(timestamp, Int(payload, 0), (TaskRelation)Int(payload, 1));
                return true;
            case 17:
                e = AsyncEvent.WorkBegin(timestamp, Int(payload, 0), (TaskWork)Int(payload, 1));
                return true;
            case 18:
                e = AsyncEvent.WorkEnd(timestamp, (TaskWork)Int(payload, 0));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Decodes one event of ASP.NET Core's hosting: 3 is RequestStart(method, path), 4 RequestStop().</summary>
    private bool TryHosting(int id, ReadOnlySpan<byte> payload, long timestamp, out AsyncEvent e)
    {
        e = default;
        if (id == 4)
        {
            e = AsyncEvent.RequestStop(timestamp);
            return true;
        }

        if (id != 3)
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

    private static int LengthOf(int id) => id switch
    {
        7 => 24,
        10 => 20,
        12 => 12,
        15 or 16 or 17 => 8,
        14 or 18 => 4,
        _ => 0,
    };

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
