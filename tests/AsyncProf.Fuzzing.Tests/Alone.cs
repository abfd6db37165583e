// The heap and the processor that are watched are those of the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
