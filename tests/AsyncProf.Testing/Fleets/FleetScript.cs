using System.Globalization;
using AsyncProf.Profiles;

namespace AsyncProf.Testing.Fleets;

/// <summary>
/// A fleet of a shop as each kind of store would hold it: twenty instances, the last two with the new version. A request to <c>GET /orders</c> awaits <c>Shop.Orders.GetAsync</c>, which waits, and
/// then <c>Shop.Prices.AskAsync</c>, which waits less. Instances differ from each other, and so do their requests.
/// </summary>
/// <param name="end">When its time ends, in UTC.</param>
/// <param name="slower">How many times as long <c>Shop.Orders.GetAsync</c> waits in the new version.</param>
/// <param name="seed">Which instances and requests are luckier than others.</param>
/// <param name="apart">By which share machines are slower or faster than they are on average, at the most.</param>
public sealed class FleetScript(DateTime end, double slower, int seed = 0, double apart = 0.03)
{
    public const int Instances = 20, NewInstances = 2, Requests = 12;

    public const string Old = "1.4", New = "1.5", Slow = "Shop.Orders.GetAsync", Route = "GET /orders";

    private const double OrdersMs = 20, PricesMs = 5, OwnMs = 1;

    private static readonly TimeSpan Length = TimeSpan.FromMinutes(50);

    /// <summary>Requests without spans of their operations, one an instance.</summary>
    public const int Omitted = Instances;

    /// <summary>As a store of traces holds it, another service's spans and requests without detail among them.</summary>
    public IReadOnlyList<StandInSpan> Spans()
    {
        var spans = new List<StandInSpan>();
        foreach (Request request in All())
            AddTo(spans, request);
        return spans;
    }

    /// <summary>As instances push or keep it, a profile each quarter of the time.</summary>
    public IReadOnlyList<KeptProfile> Profiles()
    {
        var kept = new List<KeptProfile>();
        foreach (IGrouping<(int Instance, int Part), Request> part in All().GroupBy(request => (request.Instance, request.Number * 4 / Requests)))
        {
            var profile = new ScriptedProfile();
            int count = part.Count();
            int root = profile.Root(Route, count, Ns(OwnMs) * count);
            profile.Call(root, Slow, count, part.Sum(request => Ns(request.OrdersMs)), line: 31);
            profile.Call(root, "Shop.Prices.AskAsync", count, part.Sum(request => Ns(request.PricesMs)), "HttpClient.SendAsync");
            var labels = new Dictionary<string, string> { ["service_name"] = "shop", ["service_version"] = VersionOf(part.Key.Instance), ["service_instance_id"] = NameOf(part.Key.Instance) };
            kept.Add(new KeptProfile(labels, part.Max(request => request.Start), profile.Build(new RecordingInfo { DurationNs = Length.Ticks * 25, RuntimeVersion = "10.0.0", Source = "hosted", Cpus = 2 })));
        }

        return kept;
    }

    /// <summary>As files in a folder whose names say whose they are.</summary>
    public void WriteTo(string folder)
    {
        foreach (KeptProfile kept in Profiles())
        {
            string place = Directory.CreateDirectory(Path.Combine(folder, "service=shop", $"version={kept.Labels["service_version"]}", $"instance={kept.Labels["service_instance_id"]}")).FullName;
            string file = Path.Combine(place, kept.Moment.ToString("HH-mm-ss", CultureInfo.InvariantCulture) + ".pb.gz");
            kept.Profile.Save(file);
            File.SetLastWriteTimeUtc(file, kept.Moment);
        }
    }

    private static string VersionOf(int instance) => instance >= Instances - NewInstances ? New : Old;

    private static string NameOf(int instance) => FormattableString.Invariant($"shop-{instance:00}");

    private static long Ns(double ms) => (long)(ms * 1_000_000);

    /// <summary>The same each time, for all that looks like chance in it comes of places.</summary>
    private IEnumerable<Request> All()
    {
        for (int instance = 0; instance < Instances; instance++)
        {
            double machine = 1 + (apart * Wobble((instance * 7) + 3 + (seed * 1009))), factor = VersionOf(instance) == New ? slower : 1;
            for (int number = 0; number < Requests; number++)
            {
                double luck = 1 + (0.05 * Wobble((instance * 101) + (number * 13) + (seed * 7919)));
                DateTime start = end - Length + (Length * ((number + (instance / (double)Instances)) / (Requests + 1)));
                yield return new Request(instance, number, start, OrdersMs * machine * luck * factor, PricesMs * machine / luck);
            }
        }
    }

    /// <summary>From -1 to 1, by the golden ratio: evenly spread, and in no order.</summary>
    private static double Wobble(int seed) => ((seed * 0.6180339887498949 % 1) * 2) - 1;

    private static void AddTo(List<StandInSpan> spans, Request request)
    {
        int serial = (request.Instance * Requests) + request.Number + 1;
        string trace = FormattableString.Invariant($"{serial:x32}");
        long start = (request.Start - DateTime.UnixEpoch).Ticks * 100, orders = start + Ns(OwnMs), prices = orders + Ns(request.OrdersMs), done = prices + Ns(request.PricesMs);
        var resource = new Dictionary<string, string> { ["service.name"] = "shop", ["service.version"] = VersionOf(request.Instance), ["service.instance.id"] = NameOf(request.Instance), ["process.runtime.version"] = "10.0.0" };
        var other = new Dictionary<string, string> { ["service.name"] = "prices", ["service.version"] = VersionOf(request.Instance), ["service.instance.id"] = "prices-1" };
        Add("1", "", resource, "Microsoft.AspNetCore", Route, start, done, new() { ["asyncprof.detail"] = "full", ["http.route"] = "/orders" });
        Add("2", "1", resource, "AsyncProf", "Orders.GetAsync", orders, prices, Operation(Slow, request.OrdersMs, 31));
        Add("3", "2", resource, "AsyncProf", "await Task.Delay", orders, prices, []);
        Add("4", "1", resource, "AsyncProf", "Prices.AskAsync", prices, done, Operation("Shop.Prices.AskAsync", request.PricesMs, 0, "await HttpClient.SendAsync"));
        Add("5", "1", resource, "System.Net.Http", "GET", prices, done, []);
        Add("6", "5", other, "Microsoft.AspNetCore", "GET /prices", prices, done, new() { ["asyncprof.detail"] = "full" });
        if (request.Number == 0)
            spans.Add(new StandInSpan(FormattableString.Invariant($"f{serial:x31}"), Id("9"), "", resource, "Microsoft.AspNetCore", Route, start, done, new Dictionary<string, object> { ["asyncprof.detail"] = "omitted" }));

        void Add(string id, string parent, Dictionary<string, string> of, string scope, string name, long from, long to, Dictionary<string, object> attributes) =>
            spans.Add(new StandInSpan(trace, Id(id), parent.Length == 0 ? "" : Id(parent), of, scope, name, from, to, attributes));

        string Id(string number) => FormattableString.Invariant($"{serial:x15}{number}");
    }

    private static Dictionary<string, object> Operation(string method, double ms, int line, string? awaiting = null)
    {
        var attributes = new Dictionary<string, object>
        {
            ["code.function.name"] = method,
            ["asyncprof.running"] = 0.0,
            ["asyncprof.waiting"] = ms / 1000,
            ["asyncprof.ready"] = 0.0,
            ["asyncprof.blocked"] = 0.0,
            ["asyncprof.elapsed.self"] = ms / 1000,
            ["asyncprof.segments"] = 2,
            ["asyncprof.awaits"] = 1,
        };
        if (line > 0)
            attributes["code.line.number"] = line;
        if (awaiting is not null)
            attributes["asyncprof.awaiting"] = awaiting;
        return attributes;
    }

    private sealed record Request(int Instance, int Number, DateTime Start, double OrdersMs, double PricesMs);
}
