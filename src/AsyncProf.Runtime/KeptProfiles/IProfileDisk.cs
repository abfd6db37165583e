namespace AsyncProf.KeptProfiles;

/// <summary>What may run out while profiles are written.</summary>
internal interface IProfileDisk
{
    /// <summary>How much may still be written in a directory; <see cref="long.MaxValue"/> where that is not known.</summary>
    long FreeBytes(string directory);

    /// <summary>Writes a file that appears whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written, or is there already.</exception>
    void Write(string path, ReadOnlyMemory<byte> content);

    /// <summary>Deletes a file; one that is gone already is no error.</summary>
    /// <returns>Whether it is gone: somebody else may hold it, or this user may not.</returns>
    bool TryDelete(string path);
}
