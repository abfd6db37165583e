using System.Globalization;
using AsyncProf.Profiles;

namespace AsyncProf.KeptProfiles;

/// <summary>
/// A ring of profiles in a directory: before one is written, of its own files the oldest give way until it fits all caps. Its own are those of this process and of ended ones of its name;
/// another instance that runs may share the directory.
/// </summary>
/// <param name="directory">The directory; where it is gone, nothing is written until it is there again.</param>
/// <param name="caps">How much may stay.</param>
/// <param name="disk">The disk.</param>
/// <param name="time">The clock, by which ages are judged.</param>
/// <param name="written">What this process has written.</param>
internal sealed class KeptProfileFiles(string directory, RingCaps caps, IProfileDisk disk, TimeProvider time, WrittenFiles written)
{
    private const string Temporary = ".tmp";

    private static readonly Lock Turn = new(); // with other options, the ring from before may still write

    private readonly string _directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));

    /// <summary>The usual ring.</summary>
    public KeptProfileFiles(string directory, RingCaps caps)
        : this(directory, caps, new ProfileDisk(), TimeProvider.System, WrittenFiles.OfThisProcess)
    {
    }

    /// <summary>Writes a profile. What is too old or too much for it is deleted first, so that no cap is ever exceeded.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="isWindow">Whether it is a window that a condition opened: these have a number of their own, and give way last.</param>
    /// <returns>The file.</returns>
    /// <exception cref="IOException">It cannot be written, or does not fit.</exception>
    public string Write(AsyncProfile profile, bool isWindow = false)
    {
        using var content = new MemoryStream();
        profile.Save(content);
        lock (Turn)
            return Write(profile.Recording, isWindow, content.GetBuffer().AsMemory(0, (int)content.Length));
    }

    private string Write(RecordingInfo recording, bool isWindow, ReadOnlyMemory<byte> content)
    {
        string start = KeptFileName.StartOf(recording.Process);
        var own = new List<KeptFile>(Own(start));
        own.Sort();
        MakeRoom(own, isWindow, content.Length);
        while (true)
        {
            long number = written.Next();
            string path = Path.Combine(_directory, start + new KeptFileName(recording.StartUtc, Environment.ProcessId, number, isWindow) + KeptFileName.Extension);
            if (File.Exists(path))
                continue; // by an earlier process of the same id, as in a container
            disk.Write(path, content);
            written.Add(path, number, time.GetTimestamp());
            return path;
        }
    }

    /// <summary>What cannot be deleted stays, and those after it give way in its place.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    private void MakeRoom(List<KeptFile> own, bool isWindow, long length)
    {
        if (length > caps.MaximumBytes)
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"A profile has {length} bytes, more than MaximumBytes."));
        var held = new HashSet<KeptFile>();
        foreach (KeptFile old in own.Where(file => file.Age > caps.MaximumAge).ToArray())
            Delete(old);
        for (int tooMany = own.Count(IsSame) - (isWindow ? caps.KeepWindows : caps.Keep) + 1; tooMany > 0; tooMany--)
            DeleteOldest(IsSame, "as many profiles as Keep allows");
        for (long bytes = own.Sum(file => file.Bytes); bytes > caps.MaximumBytes - length;)
            bytes -= DeleteOldest(static _ => true, "as many bytes as MaximumBytes allows");
        if (caps.MinimumFreeBytes == 0)
            return;
        while (disk.FreeBytes(_directory) is var free && free - length < caps.MinimumFreeBytes)
        {
            if (TryDeleteOldest(static _ => true) is null)
                throw new IOException(string.Create(CultureInfo.InvariantCulture, $"The disk has {free} bytes free, less than MinimumFreeBytes asks for."));
        }

        bool IsSame(KeptFile file) => file.Name.IsWindow == isWindow;

        long DeleteOldest(Func<KeptFile, bool> which, string full) =>
            TryDeleteOldest(which) ?? throw new IOException($"The directory has {full}, and none of them can be deleted.");

        long? TryDeleteOldest(Func<KeptFile, bool> which)
        {
            while (own.Find(file => which(file) && !held.Contains(file)) is { } oldest)
            {
                if (Delete(oldest))
                    return oldest.Bytes;
            }

            return null;
        }

        bool Delete(KeptFile file)
        {
            if (disk.TryDelete(file.Path))
                return own.Remove(file);
            held.Add(file);
            return false;
        }
    }

    /// <summary>Its own files. What a process left half written when it was killed is deleted.</summary>
    private IEnumerable<KeptFile> Own(string start)
    {
        FileInfo[] files = new DirectoryInfo(_directory).GetFiles(start + "*");
        written.Retain(_directory, files.Select(file => file.FullName));
        var owners = new FileOwners();
        foreach (FileInfo file in files)
        {
            int end = file.Name.IndexOf(KeptFileName.Extension, StringComparison.Ordinal);
            if (end < start.Length || !KeptFileName.TryRead(file.Name[start.Length..end], out KeptFileName? name) || !owners.IsOwn(name.Pid, file.LastWriteTimeUtc))
                continue;
            if (file.Name.Length > end + KeptFileName.Extension.Length)
            {
                if (file.Name.EndsWith(Temporary, StringComparison.Ordinal))
                    disk.TryDelete(file.FullName);
                continue;
            }

            if (LengthOf(file) is not { } length)
                continue;
            (long number, TimeSpan age) = written.Find(file.FullName) is { } known ? (known.Number, time.GetElapsedTime(known.At)) : (0, time.GetUtcNow().UtcDateTime - name.Time);
            yield return new KeptFile(file.FullName, length, name, number, age);
        }
    }

    /// <summary>How long a file is; null where it is gone, as another instance may have deleted it.</summary>
    private static long? LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
