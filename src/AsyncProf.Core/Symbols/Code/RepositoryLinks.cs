using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>
/// Where the source files of an assembly can be read whose PDB has no Source Link: its repository and its commit, as the SDK writes them into it (<c>RepositoryUrl</c> of its metadata, and what
/// follows the <c>+</c> of the informational version), with the paths of a deterministic build, which begin at the repository's root (<c>/_/</c>).
/// https://learn.microsoft.com/dotnet/core/compatibility/sdk/8.0/source-link.
/// </summary>
internal static class RepositoryLinks
{
    private const string Root = "/_/", Version = "AssemblyInformationalVersionAttribute", Metadata = "AssemblyMetadataAttribute", Repository = "RepositoryUrl";

    private const ushort Prolog = 1; // ECMA-335 II.23.3

    /// <summary>Reads them; null where the assembly does not say both, or is kept by a host whose addresses are not known.</summary>
    public static SourceLinks? Read(MetadataReader assembly)
    {
        if (!assembly.IsAssembly)
            return null;
        string repository = "", version = "";
        foreach (CustomAttributeHandle handle in assembly.GetAssemblyDefinition().GetCustomAttributes())
        {
            CustomAttribute attribute = assembly.GetCustomAttribute(handle);
            string name = NameOf(assembly, attribute);
            if (name is not (Version or Metadata) || assembly.GetBlobReader(attribute.Value) is not { Length: > sizeof(ushort) } blob || blob.ReadUInt16() != Prolog)
                continue;
            string first = blob.ReadSerializedString() ?? "";
            if (name == Version)
                version = first;
            else if (first == Repository)
                repository = blob.ReadSerializedString() ?? "";
        }

        return Of(repository, version);
    }

    /// <summary>The same of the texts themselves.</summary>
    /// <param name="repository">The repository's address.</param>
    /// <param name="version">The informational version.</param>
    public static SourceLinks? Of(string repository, string version)
    {
        string commit = version[(version.LastIndexOfAny(['+', '.']) + 1)..];
        if (commit.Length is not (40 or 64) || !commit.All(char.IsAsciiHexDigit) || !Uri.TryCreate(repository, UriKind.Absolute, out Uri? address) || address.Scheme != Uri.UriSchemeHttps)
            return null;
        string path = address.AbsolutePath.TrimEnd('/');
        path = path.EndsWith(".git", StringComparison.Ordinal) ? path[..^4] : path;
        if (path.Contains('*', StringComparison.Ordinal))
            return null;
        return address.Host switch
        {
            "github.com" => SourceLinks.Below(Root, $"https://raw.githubusercontent.com{path}/{commit}/*"),
            "bitbucket.org" => SourceLinks.Below(Root, $"https://bitbucket.org{path}/raw/{commit}/*"),
            "gitlab.com" => SourceLinks.Below(Root, $"https://gitlab.com{path}/-/raw/{commit}/*"),
            _ => null,
        };
    }

    private static string NameOf(MetadataReader assembly, CustomAttribute attribute) =>
        attribute.Constructor is { Kind: HandleKind.MemberReference } constructor && assembly.GetMemberReference((MemberReferenceHandle)constructor).Parent is { Kind: HandleKind.TypeReference } type
            ? assembly.GetString(assembly.GetTypeReference((TypeReferenceHandle)type).Name)
            : "";
}
