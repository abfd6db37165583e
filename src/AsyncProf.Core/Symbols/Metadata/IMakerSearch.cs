using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Metadata;

/// <summary>Finds in the code of a module which methods make what.</summary>
internal interface IMakerSearch
{
    /// <summary>The methods that make the instances of a type, or a delegate of a method. What no code makes, or that of several methods, is left out.</summary>
    /// <param name="made">The types and the methods.</param>
    IReadOnlyDictionary<EntityHandle, MethodDefinitionHandle> Find(IReadOnlySet<EntityHandle> made);
}
