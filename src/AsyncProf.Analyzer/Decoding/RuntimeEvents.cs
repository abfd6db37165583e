namespace AsyncProf.Decoding;

/// <summary>The runtime's own provider of events. https://learn.microsoft.com/dotnet/fundamentals/diagnostics/runtime-events.</summary>
internal static class RuntimeEvents
{
    /// <summary>Its name, for who asks for its events.</summary>
    public const string ProviderName = "Microsoft-Windows-DotNETRuntime";

    /// <summary>The keyword of the garbage collector, its counts of what is allocated included.</summary>
    public const long CollectorKeyword = 0x1;

    /// <summary>Its id, which is in each event.</summary>
    public static readonly Guid Provider = new("e13c0d23-ccbc-4e12-931b-d9cc2eee27e4");
}
