using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Reading;

/// <summary>Finds no file: a dump is made of what is at hand, and neither a core file nor the environment makes this process ask a server.</summary>
internal sealed class NoFiles : IFileLocator
{
    /// <summary>Options by which nothing is looked for elsewhere.</summary>
    public static DataTargetOptions Options => new() { FileLocator = new NoFiles() };

    /// <inheritdoc/>
    public string? FindPEImage(string fileName, int buildTimeStamp, int imageSize, bool checkProperties) => null;

    /// <inheritdoc/>
    public string? FindPEImage(string fileName, SymbolProperties archivedUnder, ImmutableArray<byte> buildIdOrUUID, OSPlatform originalPlatform, bool checkProperties) => null;

    /// <inheritdoc/>
    public string? FindElfImage(string fileName, SymbolProperties archivedUnder, ImmutableArray<byte> buildId, bool checkProperties) => null;

    /// <inheritdoc/>
    public string? FindMachOImage(string fileName, SymbolProperties archivedUnder, ImmutableArray<byte> uuid, bool checkProperties) => null;
}
