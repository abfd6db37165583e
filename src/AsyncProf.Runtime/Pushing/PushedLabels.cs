namespace AsyncProf.Hosting;

/// <summary>What samples that are pushed say beside their stack. Each but <see cref="Trace"/> makes of one series as many as it has values.</summary>
[Flags]
public enum PushedLabels
{
    /// <summary>Nothing: a service has one series of each sample type.</summary>
    None = 0,

    /// <summary>The root's name, <c>GET /orders/{id}</c>, as <c>asyncprof_root</c>.</summary>
    Root = 1,

    /// <summary>What the root is, a request or an operation, as <c>asyncprof_root_kind</c>.</summary>
    RootKind = 2,

    /// <summary>How the operation ended, as <c>asyncprof_status</c>.</summary>
    Status = 4,

    /// <summary>The trace of a request that has samples of its own, as <c>trace_id</c>; <c>span_id</c> is always there. Pyroscope before 2.1 makes a series of each trace: ask for it only of newer ones.</summary>
    Trace = 8,
}
