namespace AsyncProf.Fleets;

/// <summary>The labels that each store calls by names of its own.</summary>
internal static class FleetLabels
{
    public const string Service = "service", Version = "version", Environment = "environment", Instance = "instance";
}
