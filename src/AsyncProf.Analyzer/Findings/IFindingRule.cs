using AsyncProf.Profiles;

namespace AsyncProf.Findings;

/// <summary>Looks for one kind of fault.</summary>
internal interface IFindingRule
{
    /// <summary>What it finds; nothing if all is well, and nothing that it is not sure of.</summary>
    /// <param name="profile">A profile in which nothing was hidden.</param>
    /// <param name="roots">The time of its roots, to tell what a finding costs.</param>
    IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots);
}
