using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using AsyncProf.Capture;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Hosting;
using AsyncProf.KeptProfiles;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Pushing;
using AsyncProf.Routes;
using AsyncProf.Runtime.Tests.Spans;
using AsyncProf.SlowRequests;
using AsyncProf.Spans;
using AsyncProf.Testing;
using AsyncProf.Testing.Names;
using AsyncProf.Testing.Simulation;
using AsyncProf.Triggers;
using Microsoft.Extensions.Logging;

namespace AsyncProf.Runtime.Tests.Names;

/// <summary>Names come from anywhere, and the profiler in an app puts them into spans, a log and a file.</summary>
[Collection(nameof(SpanEmitterTests))]
public sealed class NameOutputTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public static TheoryData<string> Names => [.. EvilNames.All.Keys];

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Spans_OfAnyMethod_HaveTextsThatCanBePrinted(string what)
    {
        var activities = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == SpanEmitter.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activities.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var script = new ScriptedRequest();
        var emitter = new SpanEmitter(script.Names, script.Methods, new SpanOptions(), new SpanCounts(), TimeProvider.System, CaptureHub.Instance);

        script.Play(simulator => ScriptedRequest.Sequence(simulator, $"M{EvilNames.All[what]}M"), emitter);
        emitter.Flush();

        Assert.NotEmpty(activities);
        Assert.All(activities.SelectMany(TextsOf), Media.AssertText);
        Assert.All(activities.SelectMany(TextsOf), text => Assert.DoesNotContain('\n', text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SpanOfARequest_OfAnyPath_HasTextsThatCanBePrinted(string what)
    {
        string path = "/" + EvilNames.All[what];
        using var source = new ActivitySource("AsyncProf.Tests.Names");
        using var listener = new ActivityListener { ShouldListenTo = other => other == source, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        using Activity activity = source.StartActivity("request")!;

        RequestSpans.AreNamed = true;
        RequestSpans.Name(activity, "GET " + path, path, isEnd: true);
        RequestSpans.AreNamed = false;

        Assert.StartsWith("GET /", activity.DisplayName, StringComparison.Ordinal);
        Assert.All(TextsOf(activity), Media.AssertText);
        Assert.All(TextsOf(activity), text => Assert.DoesNotContain('\n', text));
    }

    [Fact]
    public void SlowRequestFile_OfAnyName_IsALineOfJsonForEach()
    {
        string path = Path.Combine(_directory.FullName, "slow.jsonl");
        using (var file = new SlowRequestFile(path, 1 << 30))
        {
            foreach (string name in EvilNames.All.Values)
                file.Add(new SlowRequest(name, "00", DateTime.UnixEpoch, TimeSpan.FromSeconds(1), TimeSpan.Zero, TreeOf(name)));
        }

        string[] lines = File.ReadAllText(path).Split('\n');
        Assert.Equal(EvilNames.All.Count, lines.Length - 1);
        foreach ((string name, string line) in EvilNames.All.Values.Zip(lines))
            Media.AssertJson(Encoding.UTF8.GetBytes(line), name, $", completed by {name}");
    }

    /// <summary>Every text that can be set, found by reflection, quoted where it is refused.</summary>
    [Fact]
    public void Options_OfAnyText_AreRefusedInSentencesThatCanBePrinted()
    {
        foreach (string name in EvilNames.All.Values)
        {
            var options = new AsyncProfOptions { MaximumBufferBytes = 5 };
            int texts = 0;
            foreach (object part in (object[])[options, options.Spans, options.SlowRequest, options.Profiles, options.Triggers])
            {
                foreach (PropertyInfo text in part.GetType().GetProperties().Where(property => property.PropertyType == typeof(string)))
                {
                    text.SetValue(part, "/no such folder/" + name.Replace("\0", "", StringComparison.Ordinal) + "/x");
                    texts++;
                }
            }

            Assert.Equal(texts + 1, options.Validate().Count);
            Assert.All(options.Validate(), Media.AssertText);
            Assert.All(options.Validate(), error => Assert.DoesNotContain('\n', error));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task WriterThread_ThatFailsWithAnyMessage_SaysWhyInALineThatCanBePrinted(string what)
    {
        using var writer = new WriterThread<int>("AsyncProf test", 1, _ => throw new IOException($"'/{EvilNames.All[what]}' is no file."));

        writer.Add(1);

        await Eventually.TrueAsync(() => writer.Unwritten == 1);
        Media.AssertText(writer.Why);
        Assert.DoesNotContain('\n', writer.Why);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OptionsOfPushes_OfAnyName_AreRefusedInSentencesThatCanBePrinted(string what)
    {
        string name = "/" + EvilNames.All[what];
        var options = new AsyncProfOptions { Push = { Endpoint = "http://store", Tenant = name, Labels = { [name] = "x" }, Headers = { [name] = "x" } } };

        Assert.Equal(3, options.Validate().Count);
        Assert.All(options.Validate(), Media.AssertText);
        Assert.All(options.Validate(), error => Assert.DoesNotContain('\n', error));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Window_OfAnyRouteAndInstrument_IsToldInALineThatCanBePrinted(string what)
    {
        string name = EvilNames.All[what];
        var counts = new TriggerCounts();
        var options = new AsyncProfOptions { Triggers = { Directory = _directory.FullName, Meters = { [name + "x"] = double.NaN } } };
        using (var writer = new WindowWriter(new KeptProfileFiles(_directory.FullName, new RingCaps(1, 1, long.MaxValue, null, 0)), new KeptCounts(), counts))
        {
            var profile = new ScriptedProfile();
            profile.Root(name, 1);
            writer.Add(new WindowEnd(profile.Build(new RecordingInfo { Process = name, Trigger = new TriggerInfo($"meter: {name} is 7, more than 5", name, "") }), 1));
        }

        WindowNote note = Assert.Single(counts.TakeNotes());
        Assert.NotNull(note.File);
        Assert.All([note.File, note.Reason, Assert.Single(options.Validate())], text =>
        {
            Media.AssertText(text);
            Assert.DoesNotContain('\n', text);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnswerToAPush_WithAnyMessage_SaysWhyInALineThatCanBePrinted(string what)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new { code = "invalid_argument", message = $"{EvilNames.All[what]} is wrong" });
        byte[] answer = [.. Encoding.ASCII.GetBytes($"HTTP/1.1 400 Bad Request\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];

        string problem = HttpAnswer.Read(new MemoryStream(answer)).ToPushAnswer(AsyncProf.Hosting.PyroscopeApi.Push, DateTimeOffset.UnixEpoch).Problem;

        Assert.StartsWith("it answered 400", problem, StringComparison.Ordinal);
        Media.AssertText(problem);
        Assert.DoesNotContain('\n', problem);
    }

    /// <summary>What the log quotes comes from those that are tried above, or is a sentence of ours. A new text in it has to be tried as well.</summary>
    [Fact]
    public void Log_QuotesNoOtherTexts()
    {
        IEnumerable<string> quoted = typeof(AsyncProfHostedService).GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
            .Where(method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null)
            .SelectMany(method => method.GetParameters().Where(parameter => !parameter.ParameterType.IsPrimitive && parameter.ParameterType != typeof(ILogger)).Select(parameter => $"{method.Name} {parameter.Name}"));

        Assert.Equal(
            ["LogNoEdges edgesBy", "LogNotDirect eventsBy", "LogNotYetPushed why", "LogOff why", "LogRefused errors", "LogStarted eventsBy", "LogStarted namesBy", "LogStopped why", "LogUnpushed why", "LogUnsupported why", "LogUnwritten why",
            "LogUnwrittenWindow reason", "LogWindow file", "LogWindow reason"], quoted.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> TextsOf(Activity activity) =>
        [activity.OperationName, activity.DisplayName, .. activity.TagObjects.Select(tag => tag.Value).OfType<string>()];

    private static CallNode TreeOf(string name)
    {
        CallNode wait = CallNode.Create(Frame.OfWait(WaitKind.CompletedBy, name, on: name), 1, 0, default, default, []);
        return CallNode.Create(new Frame(FrameKind.Entry, name, false), 1, 0, default, default, [CallNode.Create(new Frame(FrameKind.Method, name, false), 1, 0, default, default, [wait])]);
    }
}
