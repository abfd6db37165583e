namespace AsyncProf.AspNetCore.Tests.Apps;

/// <summary>Tests of apps that work, one class after the other and none beside them: profiles are of the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "process-wide";
}
