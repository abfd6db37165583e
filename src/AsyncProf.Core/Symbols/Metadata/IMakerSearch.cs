using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Metadata;

/// <summary>Finds in the code of a module which methods make what.</summary>
internal interface IMakerSearch
{
    /// <summary>The methods that make the instances of a type, or a delegate of a method. What no code makes, or that of several methods, is left out.</summary>
    /// <param name="made">The types and the methods.</param>
    IReadOnlyDictionary<EntityHandle, MethodDefinitionHandle> Find(IReadOnlySet<EntityHandle> made);

    /// <summary>Whether a type makes delegates of its own methods of a name, and none of another type's of that name. False where its code does not tell.</summary>
    /// <param name="type">The type, with those that are nested in it.</param>
    /// <param name="name">The name of the methods.</param>
    bool MakesOwnOnly(TypeDefinitionHandle type, string name);
}
