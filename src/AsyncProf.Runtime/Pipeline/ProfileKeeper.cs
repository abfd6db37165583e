using System.Diagnostics;
using System.Globalization;
using AsyncProf.Attribution;
using AsyncProf.Profiles;

namespace AsyncProf.Pipeline;

/// <summary>Adds up all roots and writes a profile into a directory from time to time. Of its own files it keeps the newest ones.</summary>
internal sealed class ProfileKeeper : IPolledSink, IDisposable
{
    private const int MaximumQueued = 4;
    private const string Prefix = "asyncprof-";
    private const string Extension = ".pb.gz";
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    private readonly string _directory;
    private readonly long _intervalTicks;
    private readonly int _keep;
    private readonly Func<ProfileBuilder> _create;
    private readonly ProfilerEngine _engine;
    private readonly WriterThread<AsyncProfile> _writer;
    private ProfileBuilder _builder;
    private EngineCounts _from;

    /// <summary>Starts to keep profiles.</summary>
    /// <param name="directory">Where; it must exist.</param>
    /// <param name="interval">How much time one profile covers.</param>
    /// <param name="keep">How many stay.</param>
    /// <param name="create">Makes an empty builder.</param>
    /// <param name="engine">The engine, on whose thread it is polled.</param>
    public ProfileKeeper(string directory, TimeSpan interval, int keep, Func<ProfileBuilder> create, ProfilerEngine engine)
    {
        (_directory, _keep, _create, _engine) = (directory, keep, create, engine);
        _intervalTicks = (long)(interval.TotalSeconds * Stopwatch.Frequency);
        _builder = create();
        _writer = new WriterThread<AsyncProfile>("AsyncProf profiles", MaximumQueued, Write);
    }

    /// <inheritdoc cref="WriterThread{T}.Unwritten"/>
    public long Unwritten => _writer.Unwritten;

    /// <inheritdoc cref="WriterThread{T}.Why"/>
    public string Why => _writer.Why;

    /// <inheritdoc/>
    public void OnTree(RootTree tree)
    {
        if (!tree.IsScopeView)
            _builder.OnTree(tree);
    }

    /// <inheritdoc/>
    public void Poll(long now)
    {
        if (_from.Timestamp == 0)
            Begin(); // what went on before is charged, and is in no profile
        else if (now - _from.Timestamp >= _intervalTicks)
            Close();
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_from.Timestamp != 0)
            Close();
    }

    public void Dispose() => _writer.Dispose();

    private void Close()
    {
        (ProfileBuilder builder, EngineCounts from) = (_builder, _from);
        Begin();
        _writer.Add(builder.Build(ProfilerEngine.Describe(from, _from)));
    }

    /// <summary>What is open is charged up to here, to the profile that ends.</summary>
    private void Begin()
    {
        _engine.Snapshot();
        (_builder, _from) = (_create(), _engine.Counts());
    }

    private void Write(AsyncProfile profile)
    {
        string process = string.Concat(profile.Recording.Process.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_'));
        string start = Prefix + process + "-";
        string time = profile.Recording.StartUtc.ToString(TimeFormat, CultureInfo.InvariantCulture);
        string path = Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{start}{time}-{Environment.ProcessId}{Extension}"));
        profile.Save(path, overwrite: true);

        // Only what this process or one of its name that has ended has written is deleted; names sort by time.
        string[] own = [.. Directory.GetFiles(_directory, $"{start}*{Extension}").Where(file => IsOwn(Path.GetFileName(file)[start.Length..^Extension.Length])).Order(StringComparer.Ordinal)];
        foreach (string old in own.SkipLast(_keep))
            File.Delete(old);
    }

    /// <summary>Whether a name ends in a time and the id of this process, or of one that is gone: several instances may share a directory.</summary>
    private static bool IsOwn(string text)
    {
        int dash = text.LastIndexOf('-');
        if (dash < 0 || !DateTime.TryParseExact(text[..dash], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            || !int.TryParse(text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
        {
            return false;
        }

        return pid == Environment.ProcessId || !IsAlive(pid);
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
