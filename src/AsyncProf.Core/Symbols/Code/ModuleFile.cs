using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace AsyncProf.Symbols.Code;

/// <summary>
/// A module's file. It is never mapped: a file that is cut while it is mapped ends the process, and that may be one that is not ours. Nor is it kept open:
/// an open file is a locked one, and somebody may want to build it anew. What changes behind our back is not read any more.
/// </summary>
internal sealed class ModuleFile : IDisposable
{
    private const long MaximumBytes = 512L << 20;

    /// <summary>A larger body is damage, or no code that a person wrote.</summary>
    private const int MaximumIl = 256 << 10;

    private readonly long _length;
    private readonly DateTime _written;

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="BadImageFormatException">It is no module, or larger than any.</exception>
    public ModuleFile(string path)
    {
        Path = path;
        using FileStream file = Open(path);
        _length = file.Length;
        _written = File.GetLastWriteTimeUtc(file.SafeFileHandle);
        if (_length > MaximumBytes)
            throw new BadImageFormatException("The file is larger than modules are.");
        Image = new PEReader(Buffered(file), PEStreamOptions.PrefetchMetadata);
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Its headers and metadata.</summary>
    public PEReader Image { get; }

    /// <summary>Opens a file so that others can go on replacing it.</summary>
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    /// <summary>A file as a stream that is read: a reader of images maps what it knows to be a file.</summary>
    public static Stream Buffered(FileStream file) => new BufferedStream(file);

    /// <summary>Opens it once more.</summary>
    /// <exception cref="IOException">It cannot be read, or is not what it was.</exception>
    public FileStream Reopen()
    {
        FileStream file = Open(Path);
        if (file.Length == _length && File.GetLastWriteTimeUtc(file.SafeFileHandle) == _written)
            return file;
        file.Dispose();
        throw new IOException("The module has been replaced.");
    }

    public void Dispose() => Image.Dispose();

    /// <summary>The code of a method; null if it has none, or too much.</summary>
    /// <exception cref="BadImageFormatException">The method's header is damaged.</exception>
    public MethodCode? Read(MethodDefinition method)
    {
        using FileStream file = Reopen();
        return Read(method, file);
    }

    /// <summary>The code of a method, out of the file that was opened once more.</summary>
    /// <exception cref="BadImageFormatException">The method's header is damaged.</exception>
    public MethodCode? Read(MethodDefinition method, FileStream file)
    {
        int address = method.RelativeVirtualAddress;
        int section = Image.PEHeaders.GetContainingSectionIndex(address);
        if (address == 0 || section < 0 || (method.ImplAttributes & MethodImplAttributes.CodeTypeMask) != MethodImplAttributes.IL)
            return null;
        SectionHeader header = Image.PEHeaders.SectionHeaders[section];
        long offset = (long)header.PointerToRawData + (address - header.VirtualAddress);

        // ECMA-335 II.25.4: a byte with the size in its upper six bits, or twelve with the size in the second four.
        Span<byte> begin = stackalloc byte[12];
        int got = RandomAccess.Read(file.SafeFileHandle, begin, offset);
        bool isTiny = got > 0 && (begin[0] & 3) == 2;
        if (!isTiny && (got < begin.Length || (begin[0] & 3) != 3))
            throw new BadImageFormatException("The method has no body at its address.");
        int size = isTiny ? begin[0] >> 2 : BinaryPrimitives.ReadInt32LittleEndian(begin[4..]);
        offset += isTiny ? 1 : (begin[1] >> 4) * 4;
        if (size is < 0 or > MaximumIl || size > _length - offset)
            return null;
        byte[] il = new byte[size];
        return RandomAccess.Read(file.SafeFileHandle, il, offset) == size ? new MethodCode(il, (method.Attributes & MethodAttributes.Static) != 0) : null;
    }
}
