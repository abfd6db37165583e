namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>Tests that record processes and compare no times, only what is there and how often: one after the other, beside others.</summary>
[CollectionDefinition(Name)]
public sealed class ProgramCollection
{
    public const string Name = "programs";
}
