using System.Buffers.Binary;
using System.Collections.ObjectModel;
using System.Text;
using AsyncProf.Capture;
using AsyncProf.Decoding;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;

namespace AsyncProf.Repository.Tests;

/// <summary>An event means the same whether a listener in the process gets it, boxed, or a file holds it, as bytes.</summary>
public class TwoDoorsTests
{
    private readonly NameTable _names = new();

    public static TheoryData<int> Ids => [.. Enumerable.Range(0, 32)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Events_ThroughBothDoors_AreEqual(int id)
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
        TplPayload.Read(new ReadOnlyCollection<object?>(payload), layout, ref e);
        if (id == (int)AsyncEventKind.OperationBegin)
            e.Extra = _names.Intern((string)payload[TplEvents.NameField]!);
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
