using System.Collections.Concurrent;
using System.Text.Json;
using AsyncProf.Capture;
using AsyncProf.Profiles;

namespace AsyncProf.Pipeline;

/// <summary>
/// Appends slow requests to a file, one line of JSON each, from a thread of its own: a slow disk must not stop the engine. When the file is full it becomes
/// the file's name with <c>.1</c>, in the place of an older one.
/// </summary>
internal sealed class SlowRequestFile : IDisposable
{
    private const int MaximumQueued = 256;

    private readonly BlockingCollection<SlowRequest> _queue = new(MaximumQueued);
    private readonly string _path;
    private readonly long _maximumBytes;
    private readonly Thread _thread;
    private long _unwritten;

    /// <summary>Starts to write.</summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="maximumBytes">From which length on a new file is begun.</param>
    public SlowRequestFile(string path, long maximumBytes)
    {
        (_path, _maximumBytes) = (path, maximumBytes);
        _thread = new Thread(Run) { IsBackground = true, Name = "AsyncProf slow requests" };
        _thread.UnsafeStart();
    }

    /// <summary>Requests that could not be written: the disk is full or too slow, or the file may not be opened.</summary>
    public long Unwritten => Volatile.Read(ref _unwritten);

    /// <summary>Why the last one could not be written; empty if all could.</summary>
    public string Why { get; private set; } = "";

    /// <summary>Adds a request; never waits.</summary>
    public void Add(SlowRequest slow)
    {
        if (_queue.IsAddingCompleted || !_queue.TryAdd(slow))
            Fail("The disk is too slow.");
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join(TimeSpan.FromSeconds(2));
    }

    private void Run()
    {
        CaptureHub.ExcludeThisThread();
        foreach (SlowRequest slow in _queue.GetConsumingEnumerable())
        {
            try
            {
                Write(slow);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                Fail(exception.Message);
            }
        }
    }

    private void Write(SlowRequest slow)
    {
        if (new FileInfo(_path) is { Exists: true } file && file.Length >= _maximumBytes)
            File.Move(_path, _path + ".1", overwrite: true);
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // names of an app's methods are its own affair
        using var stream = new FileStream(_path, options);
        using (var json = new Utf8JsonWriter(stream, TreeJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("name", slow.Name);
            json.WriteString("traceId", slow.TraceId);
            json.WriteString("startUtc", slow.StartUtc);
            json.WriteNumber("durationNs", slow.Duration.Ticks * 100);
            json.WriteNumber("limitNs", slow.Limit.Ticks * 100);
            json.WritePropertyName("tree");
            TreeJson.Write(json, slow.Tree);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private void Fail(string why)
    {
        Why = why;
        Interlocked.Increment(ref _unwritten);
    }
}
