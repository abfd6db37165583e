namespace AsyncProf.Hosting;

/// <summary>What samples that are pushed say beside their stack. Each makes of one series as many as it has values.</summary>
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
}
