using System.IO.Compression;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Profiles;

/// <summary>Profiles as files: gzipped <c>profile.proto</c>.</summary>
internal static class ProfileFile
{
    /// <summary>The most that a file may hold when it is unpacked: 256 MiB. What is larger was made to be.</summary>
    public const int MaximumBytes = 256 << 20;

    public static void Write(AsyncProfile profile, string path, bool overwrite)
    {
        if (!overwrite && File.Exists(path))
            throw new IOException($"{path} is there already.");
        string temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (FileStream file = OwnerFile.Open(temporary, FileMode.CreateNew))
            using (var gzip = new GZipStream(file, CompressionLevel.Optimal))
                gzip.Write(PprofWriter.Write(profile));
            File.Move(temporary, path, overwrite);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
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
