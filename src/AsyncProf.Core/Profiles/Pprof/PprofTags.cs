using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Pprof;

/// <summary>The tags of samples as the words of labels, and back. A word that is not known reads as the usual.</summary>
internal static class PprofTags
{
    public static string Text(RootKind kind) => kind switch
    {
        RootKind.Request => "request",
        RootKind.Scope => "scope",
        RootKind.Detached => "detached",
        RootKind.Open => "open",
        _ => "operation",
    };

    public static string Text(OperationStatus status) => status switch
    {
        OperationStatus.Error => "error",
        OperationStatus.Canceled => "canceled",
        _ => "completed",
    };

    public static string Text(AwaitedBy awaited) => awaited switch
    {
        AwaitedBy.Nobody => "nobody",
        AwaitedBy.Unknown => "unknown",
        AwaitedBy.BelowUnknown => "below-unknown",
        _ => "parent",
    };

    public static RootKind Root(string word) => word switch
    {
        "request" => RootKind.Request,
        "scope" => RootKind.Scope,
        "detached" => RootKind.Detached,
        "open" => RootKind.Open,
        _ => RootKind.Operation,
    };

    public static OperationStatus Status(string word) => word switch
    {
        "error" => OperationStatus.Error,
        "canceled" => OperationStatus.Canceled,
        _ => OperationStatus.Completed,
    };

    public static AwaitedBy Awaited(string word) => word switch
    {
        "nobody" => AwaitedBy.Nobody,
        "unknown" => AwaitedBy.Unknown,
        "below-unknown" => AwaitedBy.BelowUnknown,
        _ => AwaitedBy.Parent,
    };
}
