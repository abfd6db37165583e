namespace AsyncProf.Diffing;

/// <summary>How often one caller calls a method, for each root: means over runs.</summary>
/// <param name="Caller">The canonical name of who awaits it.</param>
/// <param name="Line">The line of the await on the head side, else on the base's; 0 where it is not known, or there are several.</param>
/// <param name="BaseCalls">Calls on the base side.</param>
/// <param name="HeadCalls">Calls on the head side.</param>
internal sealed record CallerChange(string Caller, int Line, double BaseCalls, double HeadCalls);
