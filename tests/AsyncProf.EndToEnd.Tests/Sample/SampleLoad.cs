using System.Net;

namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>Requests to every endpoint of the sample that ends, from several users at once. Wrong answers are kept.</summary>
public sealed class SampleLoad(HttpClient client)
{
    /// <summary>Every path, and how its answer begins.</summary>
    public static IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string>
    {
        ["/orders/7"] = """200 {"id":7,""",
        ["/orders/7/summary"] = "200 ",
        ["/orders/7/invoice"] = "200 ",
        ["/orders"] = """200 {"total":""",
        ["/tax/NO"] = "200 0.25",
        ["/stock/SKU-1"] = "200 ",
        ["/catalog"] = "200 ",
        ["/carriers"] = "200 no quote in time",
        ["/reports/daily"] = "200 ",
        ["/orders/7/label"] = "500 ",
        ["/version"] = "200 1.0",
        ["/faults/sync-over-async"] = """200 {"id":1,""",
        ["/faults/n-plus-one"] = """200 {"total":""",
        ["/faults/fire-and-forget"] = "200 queued",
        ["/faults/starvation"] = "200 done",
        ["/faults/lock"] = "200 paid",
        ["/faults/straggler"] = "200 counted",
        ["/faults/long-hold"] = "200 slept",
        ["/faults/yield-loop"] = "200 polled",
        ["/faults/never-completed"] = "200 ordered",
        ["/faults/unknown"] = "200 1",
        ["/sound/sync-over-async"] = """200 {"id":1,""",
        ["/sound/n-plus-one"] = """200 {"total":""",
        ["/sound/fire-and-forget"] = "200 sent",
        ["/sound/starvation"] = "200 done",
        ["/sound/lock"] = "200 paid",
        ["/sound/straggler"] = "200 counted",
        ["/sound/long-hold"] = "200 slept",
        ["/sound/yield-loop"] = "200 computed",
        ["/sound/never-completed"] = "200 printed",
        ["/sound/unknown"] = "200 1",
    };

    private readonly List<string> _wrong = [];
    private int _sent;

    public int Sent => Volatile.Read(ref _sent);

    public IReadOnlyList<string> Wrong
    {
        get
        {
            lock (_wrong)
                return [.. _wrong];
        }
    }

    /// <summary>Sends until it is told to stop; a connection that is closed then is no wrong answer.</summary>
    public Task RunAsync(int users, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, users).Select(user => UserAsync(user, stop)));

    private async Task UserAsync(int user, CancellationToken stop)
    {
        for (int turn = user; !stop.IsCancellationRequested; turn++)
        {
            foreach ((string path, string begins) in Answers.Skip(turn % Answers.Count))
            {
                if (stop.IsCancellationRequested)
                    return;
                string answer = await AskAsync(path, stop);
                if (answer.Length > 0 && !answer.StartsWith(begins, StringComparison.Ordinal))
                    Complain($"{path}: {answer}");
            }
        }
    }

    private async Task<string> AskAsync(string path, CancellationToken stop)
    {
        try
        {
            using HttpResponseMessage response = await client.GetAsync(path, CancellationToken.None);
            Interlocked.Increment(ref _sent);
            return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(CancellationToken.None)}";
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or WebException)
        {
            if (!stop.IsCancellationRequested)
                Complain($"{path}: {exception.Message}");
            return "";
        }
    }

    private void Complain(string what)
    {
        lock (_wrong)
            _wrong.Add(what);
    }
}
