namespace AsyncProf.Benchmarks.Spans;

/// <summary>What has arrived of one trace.</summary>
internal sealed class SeenTrace
{
    /// <summary>Whether its request's own span has, of a request that counts.</summary>
    public bool HasRequest { get; set; }

    /// <summary>What that span says of the others; empty if nothing.</summary>
    public string Detail { get; set; } = "";

    /// <summary>Spans of the app's operations.</summary>
    public int Operations { get; set; }

    /// <summary>Whether all have arrived, and none twice.</summary>
    public bool IsComplete => HasRequest && Operations == Checkout.Operations;
}
