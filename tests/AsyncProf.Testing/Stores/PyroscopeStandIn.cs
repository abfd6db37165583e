using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Testing.Stores;

/// <summary>Grafana Pyroscope as far as it takes profiles: what it demands, refuses, cuts and stores, with its default limits and by its documented interface.</summary>
internal sealed class PyroscopeStandIn : IDisposable
{
    private const int MostSamples = 16_000, MostBytes = 4 << 20, Burst = 2 << 20, MostFrames = 1_000, MostSampleLabels = 100, MostLabels = 30, LongestName = 1_024, LongestValue = 2_048;

    private static readonly string[] NoSeries = ["span_id", "profile_id"];

    private readonly ConcurrentQueue<StoreProfile> _profiles = new();
    private readonly ConcurrentDictionary<StoredSeries, long> _series = new();
    private readonly HashSet<(StoredSeries Series, long Milliseconds)> _kept = [];
    private readonly Func<DateTimeOffset> _now;

    /// <summary>Starts it.</summary>
    /// <param name="now">The clock; the system's where it is left out.</param>
    public PyroscopeStandIn(Func<DateTimeOffset>? now = null)
    {
        _now = now ?? TimeProvider.System.GetUtcNow;
        Server = new StandInServer(Answer);
    }

    public StandInServer Server { get; }

    /// <summary>Whether it has tenants, and so demands one.</summary>
    public bool HasTenants { get; set; }

    /// <summary>Whether it makes a series of each trace, as it did before 2.1.</summary>
    public bool MakesSeriesOfTraces { get; set; }

    /// <summary>What it answers instead of what it would; null for what it would.</summary>
    public Func<StandInRequest, StandInAnswer?>? Instead { get; set; }

    /// <summary>What it has taken.</summary>
    public IReadOnlyCollection<StoreProfile> Profiles => _profiles;

    /// <summary>The series, with the sums of their values.</summary>
    public IReadOnlyDictionary<StoredSeries, long> Series => _series;

    /// <summary>Stacks that lost their leaf for being too deep.</summary>
    public int CutStacks { get; private set; }

    /// <summary>What it refused for good, and why.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    public void Dispose() => Server.Dispose();

    /// <summary>What it answers; stores what it takes.</summary>
    public StandInAnswer Answer(StandInRequest request)
    {
        if (Instead?.Invoke(request) is { } instead)
            return instead;
        StandInAnswer answer = Handle(request);
        if (answer.Status is >= 400 and < 500)
            Refusals.Enqueue($"{answer.Status} {answer.Body}");
        return answer;
    }

    private StandInAnswer Handle(StandInRequest request)
    {
        bool isPush = request.Path == "/push.v1.PusherService/Push";
        if (!isPush && request.Path is not ("/ingest" or "/pyroscope/ingest"))
            return new StandInAnswer(404);
        if (request.Method != "POST")
            return new StandInAnswer(405);
        if (isPush && request.Header("Content-Type") != "application/proto")
            return new StandInAnswer(415);
        if (isPush && request.Header("Connect-Protocol-Version") is not (null or "1"))
            return StandInAnswer.Error(400, "invalid_argument", "unsupported Connect-Protocol-Version");
        if (isPush && request.Header("Connect-Timeout-Ms") is { Length: > 10 })
            return StandInAnswer.Error(400, "invalid_argument", "invalid Connect-Timeout-Ms");
        if (HasTenants && string.IsNullOrEmpty(request.Header("X-Scope-OrgID")))
            return StandInAnswer.Error(401, "unauthenticated", "no org id");
        return isPush ? Push(request) : Ingest(request);
    }

    private StandInAnswer Push(StandInRequest request)
    {
        var message = new ProtoReader(request.Body);
        while (message.Next())
        {
            if (message.Field != 1)
                continue;
            (List<(string, string)> labels, List<byte[]> profiles) = ReadSeries(message.Bytes);
            foreach (byte[] profile in profiles)
            {
                if (Take(labels, profile, isPush: true) is { } refused)
                    return refused;
            }
        }

        return new StandInAnswer(200, "{}", "Content-Type: application/proto");
    }

    private static (List<(string, string)> Labels, List<byte[]> Profiles) ReadSeries(ReadOnlySpan<byte> message)
    {
        (List<(string, string)> labels, List<byte[]> profiles) = ([], []);
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            var inner = new ProtoReader(reader.Bytes);
            (string name, string value) = ("", "");
            while (inner.Next())
            {
                if (reader.Field == 1 && inner.Field == 1)
                    name = Encoding.UTF8.GetString(inner.Bytes);
                else if (reader.Field == 1)
                    value = Encoding.UTF8.GetString(inner.Bytes);
                else if (reader.Field == 2 && inner.Field == 1)
                    profiles.Add(inner.Bytes.ToArray());
            }

            if (reader.Field == 1)
                labels.Add((name, value));
        }

        return (labels, profiles);
    }

    private StandInAnswer Ingest(StandInRequest request)
    {
        if (!request.Query.TryGetValue("name", out string? name) || name.Split('{') is not [{ Length: > 0 } app, ..] || app.Any(letter => !char.IsAsciiLetterOrDigit(letter) && !"_./-".Contains(letter, StringComparison.Ordinal)))
            return StandInAnswer.Error(400, "invalid_argument", "bad name");
        if (request.Query.GetValueOrDefault("format") != "pprof")
            return StandInAnswer.Error(422, "invalid_argument", "this stand-in takes pprof alone");
        var labels = new Dictionary<string, string> { ["service_name"] = app, ["pyroscope_spy"] = request.Query.GetValueOrDefault("spyName", "unknown"), ["__delta__"] = "false" };
        foreach (string pair in name[app.Length..].TrimStart('{').Split('}')[0].Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string key = pair.Split('=')[0].Trim();
            if (key.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '.')))
                return StandInAnswer.Error(400, "invalid_argument", "bad label");
            if (!key.StartsWith("__", StringComparison.Ordinal))
                labels[key] = pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim();
        }

        return Take([.. labels.Select(label => (label.Key, label.Value))], request.Body, isPush: false) ?? new StandInAnswer(200);
    }

    /// <summary>Takes a profile, or says why not.</summary>
    private StandInAnswer? Take(List<(string Name, string Value)> labels, byte[] bytes, bool isPush)
    {
        int refusal = isPush ? 400 : 422;
        StoreProfile profile;
        try
        {
            profile = StoreProfile.Read(bytes);
        }
        catch (Exception exception) when (exception is InvalidDataException or DecoderFallbackException)
        {
            return StandInAnswer.Error(isPush ? 500 : 422, "unknown", exception.Message);
        }

        if (profile.Length + labels.Sum(label => label.Name.Length + label.Value.Length) > Burst)
            return StandInAnswer.Error(429, "resource_exhausted", "the rate limit is exceeded");
        string? wrong = profile.Wrong() ?? WrongIn(profile);
        if (wrong is null && !isPush)
            labels.Add(("__name__", NameOf(profile)));
        wrong ??= labels.All(label => label.Name != "__name__") ? "no __name__" : WrongIn(labels, profile);
        if (wrong is not null)
            return StandInAnswer.Error(refusal, "invalid_argument", wrong);
        Store(labels, profile);
        return null;
    }

    private string? WrongIn(StoreProfile profile)
    {
        DateTimeOffset time = DateTimeOffset.UnixEpoch.AddTicks(profile.TimeNs / 100), now = _now();
        if (profile.TimeNs > 0 && (time < now - TimeSpan.FromHours(1) || time > now + TimeSpan.FromMinutes(10)))
            return "its time is outside the window";
        if (profile.Length > MostBytes || profile.Samples.Count > MostSamples || profile.Samples.Any(sample => sample.Labels.Length > MostSampleLabels))
            return string.Create(CultureInfo.InvariantCulture, $"it is too large: {profile.Length} bytes, {profile.Samples.Count} samples");
        return null;
    }

    private string? WrongIn(List<(string Name, string Value)> labels, StoreProfile profile)
    {
        foreach (var folded in profile.Samples.Select(sample => LabelsOf(labels, profile, sample.Labels)).Distinct(StringComparer.Ordinal))
        {
            if (folded.Count(letter => letter == '\n') > MostLabels)
                return "a series has too many labels";
        }

        if (labels.Select(label => label.Name).Distinct(StringComparer.Ordinal).Count() != labels.Count)
            return "a label is there twice";
        return labels.Any(label => label.Name.Length is 0 or > LongestName || Encoding.UTF8.GetByteCount(label.Value) > LongestValue) ? "a label is too long" : null;
    }

    /// <summary>The labels of the series in which a sample ends, one a line: its own become the series', unless that has them already.</summary>
    private string LabelsOf(List<(string Name, string Value)> labels, StoreProfile profile, (long Key, long Text, long Number)[] own)
    {
        IEnumerable<(string Name, string Value)> folded = own.Where(label => label.Text != 0).Select(label => (Name: profile.Strings[(int)label.Key], Value: profile.Strings[(int)label.Text]))
            .Where(label => !NoSeries.Contains(label.Name) && (MakesSeriesOfTraces || label.Name != "trace_id") && labels.All(other => other.Name != label.Name));
        return string.Concat(labels.Concat(folded).OrderBy(label => label.Name, StringComparer.Ordinal).Select(label => $"{label.Name}={label.Value}\n"));
    }

    /// <summary>Stores it, but for what has the labels, the type and, to the millisecond, the time of another profile: of such the server keeps one when it merges blocks and when it is asked.</summary>
    private void Store(List<(string Name, string Value)> labels, StoreProfile profile)
    {
        _profiles.Enqueue(profile);
        var sums = new Dictionary<StoredSeries, long>();
        string name = labels.First(label => label.Name == "__name__").Value;
        string Text(long index) => profile.Strings[(int)index];
        foreach ((long[] locations, long[] values, (long, long, long)[] own) in profile.Samples)
        {
            if (values.Any(value => value < 0) || values.All(value => value == 0))
                continue;
            CutStacks += locations.Length > MostFrames ? 1 : 0;
            string series = LabelsOf(labels, profile, own);
            for (int i = 0; i < values.Length; i++)
            {
                (string kind, string all) = Relabelled(name, Text(profile.Types[i].Type), series);
                string type = $"{kind}:{Text(profile.Types[i].Type)}:{Text(profile.Types[i].Unit)}:{Text(profile.PeriodType.Type)}:{Text(profile.PeriodType.Unit)}";
                var key = new StoredSeries(all, type);
                sums[key] = sums.GetValueOrDefault(key) + values[i];
            }
        }

        foreach ((StoredSeries key, long value) in sums)
        {
            bool isFirst;
            lock (_kept)
                isFirst = _kept.Add((key, profile.TimeNs / 1_000_000));
            if (isFirst)
                _series.AddOrUpdate(key, value, (_, sum) => sum + value);
        }
    }

    /// <summary>Name and labels after the rule that it has by default for what is <c>cpu</c> of <c>wall</c>.</summary>
    private static (string Name, string Labels) Relabelled(string name, string type, string labels)
    {
        if (name != "wall" || type != "cpu")
            return (name, labels);
        IEnumerable<string> lines = labels.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line != "__name__=wall").Concat(["__name__=process_cpu", "__name_replaced__=wall"]);
        return ("process_cpu", string.Concat(lines.Order(StringComparer.Ordinal).Select(line => line + "\n")));
    }

    /// <summary>The name that the server finds for a profile that comes without one.</summary>
    private static string NameOf(StoreProfile profile)
    {
        string[] types = [.. profile.Types.Select(type => profile.Strings[(int)type.Type])];
        if (types.Contains("wall"))
            return "wall";
        foreach (string type in types)
        {
            if (type.Contains("cpu", StringComparison.Ordinal))
                return "process_cpu";
            if (type.Contains("alloc_", StringComparison.Ordinal) || type.Contains("inuse_", StringComparison.Ordinal))
                return "memory";
        }

        return types[^1];
    }
}
