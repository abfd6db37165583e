using System.IO.Compression;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Profiles;

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

    /// <summary>Reads a profile from a stream that can be sought.</summary>
    /// <exception cref="InvalidDataException">It is no profile; the message says what is wrong with it, in half a sentence.</exception>
    public static AsyncProfile Read(Stream file)
    {
        Span<byte> magic = stackalloc byte[2];
        int read = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        if (read == 0)
            throw new InvalidDataException("it is empty");
        file.Position = 0;
        bool isGzip = read == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
        using Stream plain = isGzip ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : file;
        byte[] bytes = ReadBounded(plain);
        return PprofReader.Read(bytes);
    }

    private static byte[] ReadBounded(Stream stream)
    {
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            if (bytes.Length + read > MaximumBytes)
                throw new InvalidDataException(FormattableString.Invariant($"it holds more than {MaximumBytes >> 20} MiB"));
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
