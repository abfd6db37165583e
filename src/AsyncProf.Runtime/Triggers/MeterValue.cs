namespace AsyncProf.Triggers;

/// <summary>What of an instrument's measurements is compared.</summary>
internal enum MeterValue
{
    /// <summary>Each of them: a gauge, a histogram.</summary>
    Each,

    /// <summary>Their sum: an up-down counter.</summary>
    Sum,

    /// <summary>Their sum by the second: a counter.</summary>
    Rate,

    /// <summary>By how much each second one is more than the one before: a counter that is asked for its sum.</summary>
    RateOfSums,
}
