namespace AsyncProf.Events.Tpl;

/// <summary>What is known of ASP.NET Core's own event source, which tells of requests where no activities are made.</summary>
internal static class HostingEvents
{
    public const string SourceName = "Microsoft.AspNetCore.Hosting";

    /// <summary>RequestStart(method, path), raised on the request's own thread.</summary>
    public const int RequestStart = 3;

    /// <summary>RequestStop(), raised on the request's own thread.</summary>
    public const int RequestStop = 4;

    public static readonly Guid SourceId = new("9ded64a4-414c-5251-dcf7-1e4e20c15e70");
}
