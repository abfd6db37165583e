using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>Names out of metadata, none longer than a name can be: a damaged file must not fill the memory.</summary>
internal static class BoundedNames
{
    private const int MaximumLength = 4096;

    /// <summary>A name.</summary>
    /// <exception cref="BadImageFormatException">It is too long to be one.</exception>
    public static string Read(MetadataReader reader, StringHandle name)
    {
        if (reader.GetBlobReader(name).Length > MaximumLength)
            throw new BadImageFormatException("A name is longer than names are.");
        return reader.GetString(name);
    }

    /// <summary>A document's name, which is put together of parts, each of which can be used many times.</summary>
    /// <exception cref="BadImageFormatException">It is too long to be one.</exception>
    public static string Read(MetadataReader reader, DocumentNameBlobHandle name)
    {
        BlobReader parts = reader.GetBlobReader(name);
        int length = parts.Length;
        if (parts.Length > 0)
            parts.ReadByte(); // the separator
        while (parts.RemainingBytes > 0 && length <= MaximumLength)
            length += reader.GetBlobReader(parts.ReadBlobHandle()).Length;
        if (length > MaximumLength)
            throw new BadImageFormatException("A name is longer than names are.");
        return reader.GetString(name);
    }
}
