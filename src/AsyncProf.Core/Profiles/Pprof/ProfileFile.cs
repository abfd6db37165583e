using System.Buffers.Binary;
using System.IO.Compression;
using AsyncProf.Files;

namespace AsyncProf.Profiles.Pprof;

/// <summary>Profiles as files: gzipped <c>profile.proto</c>.</summary>
internal static class ProfileFile
{
    /// <summary>The most that a file may hold when it is unpacked: 256 MiB. What is larger was made to be.</summary>
    public const int MaximumBytes = 256 << 20;

    public static void Write(AsyncProfile profile, string path, bool overwrite) => OwnerFile.Write(path, overwrite, file => Write(profile, file));

    public static void Write(AsyncProfile profile, Stream output)
    {
        using var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
        gzip.Write(PprofWriter.Write(profile));
    }

    public static AsyncProfile Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(file);
    }

    /// <summary>Reads a profile from a stream.</summary>
    /// <exception cref="InvalidDataException">It is no profile; the message says what is wrong with it, in half a sentence.</exception>
    public static AsyncProfile Read(Stream file)
    {
        byte[] bytes = ReadBounded(file) ?? throw TooLarge();
        if (bytes.Length == 0)
            throw new InvalidDataException("it is empty");
        bool isGzip = bytes.Length > 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
        return PprofReader.Read(isGzip ? Inflate(bytes) : bytes);
    }

    /// <summary>Its last four bytes are the length of what was packed: a file that was cut short has others there.</summary>
    private static byte[] Inflate(byte[] packed)
    {
        const int Shortest = 18;
        byte[]? bytes;
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            bytes = ReadBounded(gzip);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException("its compressed data is damaged", exception);
        }

        if (bytes is null)
            throw TooLarge();
        if (packed.Length < Shortest || BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(packed.Length - 4)) != (uint)bytes.Length)
            throw new InvalidDataException("its compressed data is cut short");
        return bytes;
    }

    private static InvalidDataException TooLarge() => new(FormattableString.Invariant($"it holds more than {MaximumBytes >> 20} MiB"));

    /// <summary>All of a stream; null if that is too much.</summary>
    private static byte[]? ReadBounded(Stream stream)
    {
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            if (bytes.Length + read > MaximumBytes)
                return null;
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
