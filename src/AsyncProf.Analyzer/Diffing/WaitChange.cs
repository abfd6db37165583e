namespace AsyncProf.Diffing;

/// <summary>How the waits of a method under one name differ, for each root: means over runs.</summary>
/// <param name="Name">What was waited for: <c>await Task.Delay</c>.</param>
/// <param name="BaseCount">How many waits on the base side.</param>
/// <param name="HeadCount">How many on the head side.</param>
/// <param name="Base">Their elapsed time on the base side, by state.</param>
/// <param name="Head">On the head side.</param>
/// <param name="Line">The line of the await on the head side, else on the base's; 0 where it is not known.</param>
internal sealed record WaitChange(string Name, double BaseCount, double HeadCount, MeanByState Base, MeanByState Head, int Line);
