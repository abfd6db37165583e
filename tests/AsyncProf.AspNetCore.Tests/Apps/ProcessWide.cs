namespace AsyncProf.AspNetCore.Tests.Apps;

/// <summary>Tests of apps that work, one class after the other: profiles are of the whole process.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessWide
{
    public const string Name = "process-wide";
}
