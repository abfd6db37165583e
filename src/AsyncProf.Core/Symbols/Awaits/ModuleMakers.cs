using System.Collections.Immutable;
using System.Reflection.Metadata;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols.Awaits;

/// <summary>Which methods of a module make what; nothing where its file cannot be had, or is not that of the module.</summary>
/// <param name="codes">The modules.</param>
/// <param name="assembly">The simple name of its assembly.</param>
/// <param name="mvid">The module's version id.</param>
internal sealed class ModuleMakers(ModuleCodes codes, string assembly, Guid mvid) : IMakerSearch
{
    public IReadOnlyDictionary<EntityHandle, MethodDefinitionHandle> Find(IReadOnlySet<EntityHandle> made) =>
        codes.Makers(assembly, mvid, made) ?? ImmutableDictionary<EntityHandle, MethodDefinitionHandle>.Empty;

    public bool MakesOwnOnly(TypeDefinitionHandle type, string name) => codes.MakesOwnOnly(assembly, mvid, type, name);
}
