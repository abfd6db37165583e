namespace AsyncProf;

/// <summary>Tells the profiler's own requests and scopes from the app's: the metadata of endpoints that answer with profiles, and the name of the scopes that record for them.</summary>
internal sealed class OwnEntry
{
    /// <summary>The name of the scopes that record.</summary>
    public const string Window = "(asyncprof window)";

    private OwnEntry()
    {
    }

    /// <summary>What such an endpoint has among its metadata. An agent from outside has another class of this name, so it is found by that.</summary>
    public static OwnEntry Metadata { get; } = new();
}
