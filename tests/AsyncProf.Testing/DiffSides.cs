using AsyncProf.Profiles;

namespace AsyncProf.Testing;

/// <summary>Two sides of a small shop that hold one of each: what grew, shrank, stayed, came, went, and is called more often. The head made twice as many calls.</summary>
public static class DiffSides
{
    /// <summary>The base, one run.</summary>
    public static AsyncProfile Base { get; } = WrittenProfile.Of(
        ("GET /orders", 10, 100, 100),
        ("GET /orders > Shop.Orders.LoadAsync", 10, 100, 100),
        ("GET /orders > Shop.Orders.LoadAsync > await Task.Delay", 10, 300, 300),
        ("GET /orders > Shop.Prices.GetAsync", 10, 200, 200),
        ("GET /orders > Shop.Cache.ReadAsync", 10, 200, 200),
        ("GET /orders > Shop.Audit.WriteAsync", 10, 100, 100),
        ("GET /orders > Shop.Audit.WriteAsync > await Socket.SendAsync", 10, 100, 100),
        ("GET /health", 5, 50, 50),
        ("System.Server.LoopAsync", 0, 400, 400));

    /// <summary>The head, one run.</summary>
    public static AsyncProfile Head { get; } = WrittenProfile.Of(
        ("GET /orders", 20, 200, 200),
        ("GET /orders > Shop.Orders.LoadAsync", 40, 200, 200),
        ("GET /orders > Shop.Orders.LoadAsync > await Task.Delay", 40, 1200, 1800),
        ("GET /orders > Shop.Prices.GetAsync", 20, 404, 404),
        ("GET /orders > Shop.Cache.ReadAsync", 20, 200, 200),
        ("GET /orders > Shop.Tax.AddAsync", 20, 200, 200),
        ("GET /orders > Shop.Tax.AddAsync > await HttpClient.SendAsync", 20, 200, 200),
        ("GET /health", 5, 50, 50),
        ("System.Server.LoopAsync", 0, 500, 500));

    /// <summary>A name that would like to be markup, turn the reading direction and ring the bell.</summary>
    public const string Hostile = "a</script><script>document.title='owned'</script>\"'<img src=x onerror=alert(1)>\u202e\u0007🧵";

    /// <summary>A side with one hostile method below a hostile root.</summary>
    /// <param name="ms">How long it runs.</param>
    public static AsyncProfile HostileOf(long ms) => WrittenProfile.Of((Hostile, 1, ms, ms), ($"{Hostile} > Load{Hostile}", 1, ms, ms));
}
