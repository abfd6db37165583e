using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Pprof;

/// <summary>One sample type of a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Of">The value of a stack.</param>
internal sealed record PprofMeasure(string Name, string Unit, Func<Measures, long> Of);
