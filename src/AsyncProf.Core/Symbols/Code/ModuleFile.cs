using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace AsyncProf.Symbols.Code;

/// <summary>
/// A module's file. It is read and never mapped: a file that is cut while it is mapped would end the process, and that may be one that is not ours.
/// </summary>
internal sealed class ModuleFile : IDisposable
{
    /// <summary>A larger body is damage, or no code that a person wrote.</summary>
    private const int MaximumIl = 1 << 20;

    private readonly FileStream _stream;

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="BadImageFormatException">It is no module.</exception>
    public ModuleFile(string path)
    {
        Path = path;
        _stream = Open(path);
        Image = new PEReader(new BufferedStream(_stream));
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Its length in bytes.</summary>
    public long Length => _stream.Length;

    /// <summary>Its headers and metadata.</summary>
    public PEReader Image { get; }

    /// <summary>Opens a file so that others can go on replacing it.</summary>
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);

    public void Dispose() => Image.Dispose();

    /// <summary>The code of a method; null if it has none, or too much.</summary>
    /// <exception cref="BadImageFormatException">The method's header is damaged.</exception>
    public MethodCode? Read(MethodDefinition method)
    {
        int address = method.RelativeVirtualAddress;
        int section = Image.PEHeaders.GetContainingSectionIndex(address);
        if (address == 0 || section < 0 || (method.ImplAttributes & MethodImplAttributes.CodeTypeMask) != MethodImplAttributes.IL)
            return null;
        SectionHeader header = Image.PEHeaders.SectionHeaders[section];
        long offset = (long)header.PointerToRawData + (address - header.VirtualAddress);

        // ECMA-335 II.25.4: a byte with the size in its upper six bits, or twelve with the size in the second four.
        Span<byte> begin = stackalloc byte[12];
        int got = RandomAccess.Read(_stream.SafeFileHandle, begin, offset);
        bool isTiny = got > 0 && (begin[0] & 3) == 2;
        if (!isTiny && (got < begin.Length || (begin[0] & 3) != 3))
            throw new BadImageFormatException("The method has no body at its address.");
        int size = isTiny ? begin[0] >> 2 : BinaryPrimitives.ReadInt32LittleEndian(begin[4..]);
        offset += isTiny ? 1 : (begin[1] >> 4) * 4;
        if (size is < 0 or > MaximumIl || size > Length - offset)
            return null;
        byte[] il = new byte[size];
        return RandomAccess.Read(_stream.SafeFileHandle, il, offset) == size ? new MethodCode(il, (method.Attributes & MethodAttributes.Static) != 0) : null;
    }
}
