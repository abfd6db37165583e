namespace AsyncProf.SlowRequests;

/// <summary>Which slow requests are kept, and where: the values of the options at one moment.</summary>
internal sealed record SlowRequestSettings(TimeSpan? Threshold, int Capacity, string? File, long MaximumFileBytes)
{
    /// <summary>The file they name; null for none.</summary>
    public SlowRequestFile? OpenFile() => string.IsNullOrEmpty(File) ? null : new SlowRequestFile(File, MaximumFileBytes);
}
