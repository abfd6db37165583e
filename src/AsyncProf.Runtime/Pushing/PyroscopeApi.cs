namespace AsyncProf.Hosting;

/// <summary>By which of Pyroscope's interfaces profiles are pushed.</summary>
public enum PyroscopeApi
{
    /// <summary><c>POST /push.v1.PusherService/Push</c>: profiles are called <c>async</c> there, and labels may have any value. Grafana Alloy has it too.</summary>
    Push,

    /// <summary><c>POST /ingest</c>, for servers and proxies that have only that. The server gives profiles their name, by their sample types: <c>wall</c>.</summary>
    Ingest,
}
