using System.Buffers.Binary;
using System.Collections.ObjectModel;
using System.Text;
using AsyncProf.Capture;
using AsyncProf.Decoding;
using AsyncProf.Direct;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;

namespace AsyncProf.Repository.Tests;

/// <summary>An event means the same whether a listener in the process gets it, boxed, a receiver gets it, by pointers, or a file holds it, as bytes.</summary>
public class TwoDoorsTests
{
    private readonly NameTable _names = new();

    public static TheoryData<int> Ids => [.. Enumerable.Range(0, 32)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Events_ThroughAllDoors_AreEqual(int id)
    {
        var random = new Random(id);
        for (int round = 0; round < 200; round++)
        {
            int[] fields = [.. Enumerable.Range(0, 6).Select(_ => random.Next(1, int.MaxValue))];
            string name = $"Async: <Method{round}>d__{id}";

            bool decoded = new TplDecoder(_names).TryDecode(TplEvents.SourceId, id, Bytes(id, fields, name), 7, out AsyncEvent fromFile);
            AsyncEvent inProcess = Listened(id, fields, name);

            Assert.Equal(TplEvents.LayoutOf(id).IsKnown, decoded);
            Assert.Equal(inProcess.ToString(), fromFile.ToString());
            Assert.Equal(inProcess.ToString(), Received(id, fields, name).ToString());
        }
    }

    [Fact]
    public void Layouts_OfAllKnownEvents_ReadOnlyFieldsThatThereAre() => Assert.All(Enumerable.Range(0, 32).Select(id => TplEvents.LayoutOf(id)), layout =>
        Assert.All([layout.TaskId, layout.OtherId, layout.Extra, layout.Detail], field => Assert.InRange(field, -1, Math.Max(0, layout.Fields - 1))));

    /// <summary>As <c>TplListener</c> makes it of what it is handed.</summary>
    private AsyncEvent Listened(int id, int[] fields, string name)
    {
        ref readonly TplLayout layout = ref TplEvents.LayoutOf(id);
        if (!layout.IsKnown)
            return default;
        var e = new AsyncEvent { Kind = (AsyncEventKind)id, Timestamp = 7 };
        object?[] payload = id == (int)AsyncEventKind.OperationBegin ? [fields[0], name, fields[1]] : [.. fields.Take(layout.Fields).Cast<object?>()];
        var boxed = new BoxedPayload(new ReadOnlyCollection<object?>(payload));
        TplRecorder.Read(boxed, layout, ref e);
        if (id == (int)AsyncEventKind.OperationBegin)
            e.Extra = _names.Intern(boxed.Text(TplEvents.NameField));
        return e;
    }

    /// <summary>As <c>TplReceiver</c> makes it of what it is handed.</summary>
    private unsafe AsyncEvent Received(int id, int[] fields, string name)
    {
        ref readonly TplLayout layout = ref TplEvents.LayoutOf(id);
        if (!layout.IsKnown)
            return default;
        var e = new AsyncEvent { Kind = (AsyncEventKind)id, Timestamp = 7 };
        bool isNamed = id == (int)AsyncEventKind.OperationBegin;
        fixed (int* numbers = fields)
        fixed (char* text = name)
        {
            RawField* raw = stackalloc RawField[6];
            for (int i = 0; i < 6; i++)
                raw[i] = new RawField((ulong)(numbers + i), sizeof(int));
            if (isNamed)
                raw[TplEvents.NameField] = new RawField((ulong)text, (name.Length + 1) * sizeof(char));
            var payload = new RawPayload(isNamed ? 3 : layout.Fields, raw);
            TplRecorder.Read(payload, layout, ref e);
            if (isNamed)
                e.Extra = _names.Intern(payload.Text(TplEvents.NameField));
        }

        return e;
    }

    /// <summary>As EventPipe writes it.</summary>
    private static byte[] Bytes(int id, int[] fields, string name)
    {
        if (id == (int)AsyncEventKind.OperationBegin)
            return [.. Number(fields[0]), .. Encoding.Unicode.GetBytes(name + "\0"), .. Number(fields[1])];
        return [.. fields.SelectMany(Number)];
    }

    private static byte[] Number(int value)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
