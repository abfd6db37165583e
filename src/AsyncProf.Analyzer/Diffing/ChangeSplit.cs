namespace AsyncProf.Diffing;

/// <summary>What a change of a method's own time for each root is made of, in nanoseconds. The three parts sum to the change.</summary>
/// <param name="CalledMore">What more, or fewer, calls would make at the base's time a call.</param>
/// <param name="EachSlower">What slower, or faster, calls would make at the base's number of calls.</param>
/// <param name="Cross">What both make together.</param>
internal readonly record struct ChangeSplit(double CalledMore, double EachSlower, double Cross)
{
    /// <summary>Splits a change; where one side has no whole call it is all "each slower".</summary>
    public static ChangeSplit Of(double baseCalls, double baseTime, double headCalls, double headTime)
    {
        if (baseCalls <= 0 || headCalls <= 0)
            return baseTime == 0 && headCalls > 0 ? new ChangeSplit(headTime, 0, 0) : headTime == 0 && baseCalls > 0 ? new ChangeSplit(-baseTime, 0, 0) : new ChangeSplit(0, headTime - baseTime, 0);
        double moreCalls = headCalls - baseCalls, each = baseTime / baseCalls, slower = (headTime / headCalls) - each;
        return new ChangeSplit(moreCalls * each, baseCalls * slower, moreCalls * slower);
    }
}
