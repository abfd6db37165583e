using System.Buffers.Binary;
using System.Text;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Testing.OtlpProfiles;

/// <summary>A message of protocol buffers without its schema: read, changed, and written again. What cannot be read throws <see cref="InvalidDataException"/>.</summary>
internal sealed class ProtoMessage
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<(int Field, object Value)> _fields = []; // ulong, byte[], or a message that was read from bytes

    /// <summary>Reads one.</summary>
    public static ProtoMessage Read(ReadOnlySpan<byte> bytes)
    {
        var message = new ProtoMessage();
        var reader = new ProtoReader(bytes);
        while (reader.Next())
            message._fields.Add((reader.Field, reader.IsNumber ? reader.Number : reader.Bytes.ToArray()));
        return message;
    }

    /// <summary>Writes it: all numbers as variable ones, for lists of fixed ones are bytes already.</summary>
    public byte[] Write()
    {
        var writer = new ProtoWriter();
        foreach ((int field, object value) in _fields)
        {
            if (value is ulong number)
                writer.OneOf(field, (long)number);
            else
                writer.Bytes(field, value as byte[] ?? ((ProtoMessage)value).Write());
        }

        return writer.Written.ToArray();
    }

    /// <summary>A number; 0 where it is not there, the last where it is there more than once.</summary>
    public long Number(int field) => (long)_fields.Where(at => at.Field == field).Select(at => at.Value).OfType<ulong>().LastOrDefault();

    /// <summary>An index, which has 32 bits.</summary>
    public int Index(int field) => (int)Number(field);

    /// <summary>The numbers of a list, together or one by one.</summary>
    public List<long> Numbers(int field)
    {
        var numbers = new List<long>();
        foreach ((_, object value) in _fields.Where(at => at.Field == field))
        {
            if (value is ulong number)
            {
                numbers.Add((long)number);
                continue;
            }

            var one = new ProtoWriter();
            one.Bytes(1, BytesOf(value));
            var reader = new ProtoReader(one.Written);
            reader.Next();
            reader.AddNumbers(numbers, int.MaxValue);
        }

        return numbers;
    }

    /// <summary>The numbers of a list of 64 bits each, together or one by one.</summary>
    public List<ulong> Times(int field)
    {
        var times = new List<ulong>();
        foreach ((_, object value) in _fields.Where(at => at.Field == field))
        {
            if (value is ulong time)
            {
                times.Add(time);
                continue;
            }

            byte[] bytes = BytesOf(value);
            if (bytes.Length % sizeof(ulong) != 0)
                throw new InvalidDataException("a list of times ends in the middle of one");
            for (int at = 0; at < bytes.Length; at += sizeof(ulong))
                times.Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)));
        }

        return times;
    }

    /// <summary>The messages of a field; what is changed in them is changed here.</summary>
    public List<ProtoMessage> Messages(int field)
    {
        var messages = new List<ProtoMessage>();
        for (int i = 0; i < _fields.Count; i++)
        {
            if (_fields[i].Field != field || _fields[i].Value is ulong)
                continue;
            ProtoMessage message = _fields[i].Value as ProtoMessage ?? Read((byte[])_fields[i].Value);
            _fields[i] = (field, message);
            messages.Add(message);
        }

        return messages;
    }

    /// <summary>The message of a field; null where it is not there.</summary>
    public ProtoMessage? Message(int field) => Messages(field).LastOrDefault();

    /// <summary>The texts of a field.</summary>
    public List<string> Texts(int field)
    {
        try
        {
            return [.. _fields.Where(at => at.Field == field && at.Value is not ulong).Select(at => Strict.GetString(BytesOf(at.Value)))];
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException("a text is not UTF-8", exception);
        }
    }

    /// <summary>The bytes of a field; none where it is not there.</summary>
    public byte[] Bytes(int field) => _fields.LastOrDefault(at => at.Field == field && at.Value is not ulong) is { Value: { } value } ? BytesOf(value) : [];

    /// <summary>Whether it says the same as one without any field.</summary>
    public bool IsZero => _fields.TrueForAll(at => at.Value is ulong number ? number == 0 : BytesOf(at.Value).Length == 0);

    /// <summary>Whether a field is there.</summary>
    public bool Has(int field) => _fields.Exists(at => at.Field == field);

    public ProtoMessage Set(int field, long value)
    {
        Remove(field);
        _fields.Add((field, (ulong)value));
        return this;
    }

    public ProtoMessage Set(int field, byte[] value)
    {
        Remove(field);
        _fields.Add((field, value));
        return this;
    }

    /// <summary>A list of numbers together.</summary>
    public ProtoMessage SetAll(int field, params long[] values)
    {
        var list = new ProtoWriter();
        list.Packed(1, values);
        var reader = new ProtoReader(list.Written);
        reader.Next();
        return Set(field, reader.Bytes.ToArray());
    }

    /// <summary>A list of times together.</summary>
    public ProtoMessage SetTimes(int field, params ulong[] times)
    {
        byte[] bytes = new byte[times.Length * sizeof(ulong)];
        for (int i = 0; i < times.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), times[i]);
        return Set(field, bytes);
    }

    public ProtoMessage Add(int field, ProtoMessage message)
    {
        _fields.Add((field, message));
        return this;
    }

    public ProtoMessage Add(int field, string text)
    {
        _fields.Add((field, Encoding.UTF8.GetBytes(text)));
        return this;
    }

    public ProtoMessage Remove(int field)
    {
        _fields.RemoveAll(at => at.Field == field);
        return this;
    }

    /// <summary>Puts another message in the place of the first of a field.</summary>
    public ProtoMessage ReplaceFirst(int field, ProtoMessage message)
    {
        int at = _fields.FindIndex(one => one.Field == field);
        _fields[at] = (field, message);
        return this;
    }

    private static byte[] BytesOf(object value) => value as byte[] ?? ((ProtoMessage)value).Write();
}
