namespace AsyncProf.Recording.Attaching;

/// <summary>How a runtime samples what is allocated.</summary>
internal enum AllocationSampling
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Each time that another 100 KB have been allocated.</summary>
    Ticks,

    /// <summary>By chance, so that an object is as likely to be sampled as it is large. From .NET 10 on.</summary>
    ByChance,
}
