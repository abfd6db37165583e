namespace AsyncProf.Profiles.Data;

/// <summary>What a recording knows of each second. The order is that in which it is shown.</summary>
internal enum SeriesMeasure : byte
{
    WorkingSet,
    GcHeap,
    GcCommitted,
    Gen0,
    Gen1,
    Gen2,
    LargeObjects,
    PinnedObjects,
    Fragmentation,
    Allocated,
    TimeInGc,
    GcPaused,
    GcPauses,
    Cpu,
    PoolThreads,
    PoolQueue,
    PoolItems,
    Contentions,
    Exceptions,
    ServedRequests,
    OpenRequests,
    Requests,
    Running,
    Waiting,
    Ready,
    Blocked,
    Gpu,
    GpuMemory,
}
