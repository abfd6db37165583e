using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace AsyncProf.Symbols.Code;

/// <summary>Finds a module's portable PDB: embedded, beside the module, or where the module's record says it was written.</summary>
internal static class PdbFile
{
    private const int MaximumBytes = 256 << 20;

    /// <summary>The PDB, checked to be the module's own; null if there is none.</summary>
    /// <exception cref="BadImageFormatException">The module's debug directory is damaged.</exception>
    /// <exception cref="IOException">The module cannot be read.</exception>
    public static MetadataReaderProvider? Find(ModuleFile file)
    {
        using FileStream stream = file.Reopen();
        using var module = new PEReader(ModuleFile.Buffered(stream));
        foreach (DebugDirectoryEntry entry in module.ReadDebugDirectory())
        {
            if (entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb && Embedded(module, entry, stream) is { } embedded)
                return embedded;
            if (entry.Type != DebugDirectoryEntryType.CodeView || !entry.IsPortableCodeView)
                continue;
            CodeViewDebugDirectoryData record = module.ReadCodeViewDebugDirectoryData(entry);
            var id = new BlobContentId(record.Guid, entry.Stamp);
            foreach (string candidate in Candidates(file.Path, record.Path))
            {
                if (TryOpen(candidate, id) is { } found)
                    return found;
            }
        }

        return null;
    }

    private static IEnumerable<string> Candidates(string module, string recorded)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(module));
        if (folder is not null)
        {
            // The record can be of another system: both separators count.
            string name = recorded[(recorded.LastIndexOfAny(['/', '\\']) + 1)..];
            if (name.Length > 0)
                yield return Path.Combine(folder, name);
            yield return Path.Combine(folder, Path.GetFileNameWithoutExtension(module) + ".pdb");
        }

        // Only of this system, and no share on the network: the record is the module's word.
        if (Path.IsPathFullyQualified(recorded) && !recorded.StartsWith("//", StringComparison.Ordinal) && !recorded.StartsWith(@"\\", StringComparison.Ordinal))
            yield return recorded;
    }

    private static MetadataReaderProvider? TryOpen(string path, BlobContentId id)
    {
        MetadataReaderProvider? provider = null;
        try
        {
            if (!File.Exists(path))
                return null;
            using FileStream file = ModuleFile.Open(path);
            if (file.Length > MaximumBytes)
                return null;
            provider = MetadataReaderProvider.FromPortablePdbStream(file, MetadataStreamOptions.PrefetchMetadata);
            if (provider.GetMetadataReader().DebugMetadataHeader is { } header && new BlobContentId(header.Id) == id)
            {
                MetadataReaderProvider found = provider;
                provider = null;
                return found;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException or ArgumentException or NotSupportedException)
        {
            // No PDB, or no portable one: the next candidate may do.
        }
        finally
        {
            provider?.Dispose();
        }

        return null;
    }

    private static MetadataReaderProvider? Embedded(PEReader module, DebugDirectoryEntry entry, FileStream file)
    {
        // The header says how much it will be: a small module must not inflate to gigabytes.
        Span<byte> header = stackalloc byte[8];
        return RandomAccess.Read(file.SafeFileHandle, header, entry.DataPointer) == header.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) <= MaximumBytes
            ? module.ReadEmbeddedPortablePdbDebugDirectoryData(entry)
            : null;
    }
}
