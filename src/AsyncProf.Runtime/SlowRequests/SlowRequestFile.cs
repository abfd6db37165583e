using System.Text.Json;
using AsyncProf.Engine;
using AsyncProf.Files;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.SlowRequests;

/// <summary>
/// Appends slow requests to a file, one line of JSON each. When the file is full it becomes the file's name with <c>.1</c>, in the place of an older one.
/// </summary>
internal sealed class SlowRequestFile : IDisposable
{
    private const int MaximumQueued = 256;

    private static readonly Lock Turn = new();

    private readonly string _path;
    private readonly long _maximumBytes;
    private readonly WriterThread<SlowRequest> _writer;

    /// <summary>Starts to write.</summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="maximumBytes">The length at which a new file is started.</param>
    public SlowRequestFile(string path, long maximumBytes)
    {
        (_path, _maximumBytes) = (path, maximumBytes);
        _writer = new WriterThread<SlowRequest>("AsyncProf slow requests", MaximumQueued, Write);
    }

    /// <inheritdoc cref="WriterThread{T}.Unwritten"/>
    public long Unwritten => _writer.Unwritten;

    /// <inheritdoc cref="WriterThread{T}.Why"/>
    public string Why => _writer.Why;

    /// <summary>Adds a request; never waits.</summary>
    public void Add(SlowRequest slow) => _writer.Add(slow);

    public void Dispose() => _writer.Dispose();

    private void Write(SlowRequest slow)
    {
        lock (Turn) // with other options, the file that was used before may still be written
            Append(slow);
    }

    /// <summary>Made first and then written at once, so that a full disk cuts no line.</summary>
    private void Append(SlowRequest slow)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, TreeJson.Options))
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

        line.WriteByte((byte)'\n');
        LineFile.Append(_path, line.GetBuffer().AsSpan(0, (int)line.Length), _maximumBytes);
    }
}
