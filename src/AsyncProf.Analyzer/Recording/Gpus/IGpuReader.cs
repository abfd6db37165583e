namespace AsyncProf.Recording.Gpus;

/// <summary>Tells what a process does on graphics processors.</summary>
internal interface IGpuReader : IDisposable
{
    /// <summary>What it has done since the last call; null where nothing is known of it.</summary>
    /// <param name="pid">The process.</param>
    (double Percent, long MemoryBytes)? Read(int pid);
}
