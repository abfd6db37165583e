using AsyncProf.Profiles;

namespace AsyncProf.Findings;

/// <summary>Looks for one kind of fault.</summary>
internal interface IFindingRule
{
    /// <summary>What it finds in a profile; nothing if all is well, or if there is too little to tell.</summary>
    IEnumerable<Finding> Find(AsyncProfile profile);
}
