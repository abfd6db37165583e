using System.Buffers.Binary;
using System.Text;
using AsyncProf.Decoding;

namespace AsyncProf.Fuzzing.Seeds;

/// <summary>A block of a <c>.nettrace</c> file.</summary>
/// <param name="Type">The name of its type; empty for bytes that are no block.</param>
/// <param name="Data">What it holds.</param>
internal sealed record NettracePart(string Type, byte[] Data)
{
    /// <summary>A file of parts, each at its boundary.</summary>
    public static byte[] Join(IEnumerable<NettracePart> parts)
    {
        var file = new List<byte>();
        foreach (NettracePart part in parts)
        {
            if (part.Type.Length == 0)
            {
                file.AddRange(part.Data);
                continue;
            }

            bool isTrace = part.Type == "Trace";
            file.AddRange([5, 5, 1, (byte)(isTrace ? 4 : 2), 0, 0, 0, (byte)(isTrace ? 4 : 0), 0, 0, 0, .. BitConverter.GetBytes(part.Type.Length), .. Encoding.Latin1.GetBytes(part.Type), NettraceLayout.EndObject]);
            if (!isTrace)
            {
                file.AddRange(BitConverter.GetBytes(part.Data.Length));
                while (file.Count % 4 != 0)
                    file.Add(0);
            }

            file.AddRange(part.Data);
            file.Add(NettraceLayout.EndObject);
        }

        return [.. file];
    }

    /// <summary>The parts of a file; what cannot be read of it is the last.</summary>
    public static List<NettracePart> Split(byte[] file)
    {
        var parts = new List<NettracePart> { new("", file[..Math.Min(file.Length, NettraceLayout.Begin.Length)]) };
        int at = parts[0].Data.Length;
        while (at + NettraceLayout.NameAt + NettraceLayout.LongestName + 8 < file.Length && NettraceLayout.TryHead(file.AsSpan(at), out _, out int length))
        {
            string type = Encoding.Latin1.GetString(file, at + NettraceLayout.NameAt, length);
            int content = at + NettraceLayout.NameAt + length + 1, data = type == "Trace" ? content : (content + sizeof(int) + 3) & ~3;
            int size = type == "Trace" ? NettraceLayout.TraceLength : BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(content));
            if (size < 0 || size > file.Length - data - 1)
                break;
            parts.Add(new NettracePart(type, file[data..(data + size)]));
            at = data + size + 1;
        }

        parts.Add(new NettracePart("", file[at..]));
        return parts;
    }
}
