using System.IO.Compression;
using AsyncProf.Budgets;
using AsyncProf.Files;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Pprof;

/// <summary>Profiles as files: gzipped <c>profile.proto</c>.</summary>
internal static class ProfileFile
{
    public static void Write(AsyncProfile profile, string path, bool overwrite) => OwnerFile.Write(path, overwrite, file => Write(profile, file));

    public static void Write(AsyncProfile profile, Stream output)
    {
        using var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
        gzip.Write(PprofWriter.Write(profile));
    }

    /// <summary>Reads a profile from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="budget">What may be taken; null for the usual.</param>
    public static AsyncProfile Read(string path, MemoryBudget? budget = null)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(file, budget);
    }

    /// <summary>Reads a profile from a stream. What the profile takes stays charged.</summary>
    /// <exception cref="InvalidDataException">It is no profile; the message says what is wrong with it, in half a sentence.</exception>
    public static AsyncProfile Read(Stream file, MemoryBudget? budget = null)
    {
        budget ??= new MemoryBudget(MemoryBudget.DefaultLimit);
        AsyncProfile profile;
        using (MemoryAccount reading = budget.Open())
            profile = PprofReader.Read(Bytes(file, reading), reading);
        budget.Charge(ProfileCost.Of(profile.Data));
        return profile;
    }

    /// <summary>All of a file, unpacked.</summary>
    private static ArraySegment<byte> Bytes(Stream file, MemoryAccount memory)
    {
        ArraySegment<byte> bytes = WholeStream.Read(file, file.CanSeek ? file.Length - file.Position : 0, memory);
        if (bytes.Count == 0)
            throw new InvalidDataException("it is empty");
        if (!Gzip.Is(bytes))
            return bytes;
        ArraySegment<byte> unpacked = Gzip.Unpack(bytes, memory);
        memory.Release(bytes.Array!.Length);
        return unpacked;
    }
}
