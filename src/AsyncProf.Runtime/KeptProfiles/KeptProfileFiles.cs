using System.Diagnostics;
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

    private void MakeRoom(List<KeptFile> own, bool isWindow, long length)
    {
        if (length > caps.MaximumBytes)
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"A profile has {length} bytes, more than MaximumBytes."));
        foreach (KeptFile old in own.Where(file => file.Age > caps.MaximumAge).ToArray())
            Delete(old);
        KeptFile[] same = [.. own.Where(file => file.Name.IsWindow == isWindow)];
        foreach (KeptFile old in same.Take(same.Length - (isWindow ? caps.KeepWindows : caps.Keep) + 1))
            Delete(old);
        for (long bytes = own.Sum(file => file.File.Length); bytes > caps.MaximumBytes - length;)
        {
            bytes -= own[0].File.Length;
            Delete(own[0]);
        }

        if (caps.MinimumFreeBytes == 0)
            return;
        while (disk.FreeBytes(_directory) is var free && free - length < caps.MinimumFreeBytes)
        {
            if (own.Count == 0)
                throw new IOException(string.Create(CultureInfo.InvariantCulture, $"The disk has {free} bytes free, less than MinimumFreeBytes asks for."));
            Delete(own[0]);
        }

        void Delete(KeptFile file)
        {
            file.File.Delete();
            own.Remove(file);
        }
    }

    /// <summary>Its own files. What a process left half written when it was killed is deleted.</summary>
    private IEnumerable<KeptFile> Own(string start)
    {
        FileInfo[] files = new DirectoryInfo(_directory).GetFiles(start + "*");
        written.Retain(_directory, files.Select(file => file.FullName));
        var ended = new Dictionary<int, bool>();
        foreach (FileInfo file in files)
        {
            int end = file.Name.IndexOf(KeptFileName.Extension, StringComparison.Ordinal);
            if (end < start.Length || !KeptFileName.TryRead(file.Name[start.Length..end], out KeptFileName? name) || !IsOwn(name.Pid, ended))
                continue;
            if (file.Name.Length > end + KeptFileName.Extension.Length)
            {
                if (file.Name.EndsWith(Temporary, StringComparison.Ordinal))
                    file.Delete();
                continue;
            }

            (long number, TimeSpan age) = written.Find(file.FullName) is { } known ? (known.Number, time.GetElapsedTime(known.At)) : (0, time.GetUtcNow().UtcDateTime - name.Time);
            yield return new KeptFile(file, name, number, age);
        }
    }

    private static bool IsOwn(int pid, Dictionary<int, bool> ended)
    {
        if (!ended.TryGetValue(pid, out bool hasEnded))
            ended.Add(pid, hasEnded = HasEnded(pid));
        return hasEnded || pid == Environment.ProcessId;
    }

    private static bool HasEnded(int pid)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
