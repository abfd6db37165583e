using AsyncProf.Decoding;
using AsyncProf.Events.Tpl;
using AsyncProf.Symbols.Code;
using AsyncProf.Symbols.Metadata;
using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Objects;

/// <summary>Names the methods of a heap, from the modules where they lie on disk.</summary>
/// <param name="modules">The modules; those of the heap are added as they are needed.</param>
/// <param name="root">What stands before paths to be seen from here, where the process has files of its own; mostly empty.</param>
internal sealed class HeapNames(DiskModules modules, string root)
{
    /// <summary>The metadata name of a type, its assembly and its module's path.</summary>
    public (string Type, string Assembly) NameOf(ClrType type)
    {
        string path = type.Module?.Name is { Length: > 0 } name ? root + name : "";
        string assembly = Path.GetFileNameWithoutExtension(path);
        if (path.Length > 0)
            modules.Add(path);
        try
        {
            if (modules.At(path) is { } reader && MetadataNames.OfType(reader, type.MetadataToken) is { } found)
                return (found, assembly);
        }
        catch (BadImageFormatException)
        {
            // It has the runtime's name, which is as good where it is not generic.
        }

        return (type.Name ?? "", assembly);
    }

    /// <summary>The method of a state machine; null where the type is none.</summary>
    public MethodName? MethodOf(string assembly, string machine) => modules.Index.FindExact(assembly, machine) ?? MethodName.OfMachine(assembly, machine);

    /// <summary>A method that has no state machine: one that the runtime suspends, a lambda, any other.</summary>
    public MethodName MethodOf(ClrMethod method, out string key)
    {
        (string type, string assembly) = method.Type is { } owner ? NameOf(owner) : ("", "");
        string name = method.Name ?? "";
        if (name.IndexOf("[[", StringComparison.Ordinal) is var arguments and > 0)
            name = name[..arguments]; // those of a generic method
        key = TplTaskName.KeyOf(type, name, method.MetadataToken);
        return modules.Index.FindExact(assembly, key)
            ?? (modules.Index.FindStarted(name, assembly, type) is { } lambda ? lambda with { Type = CompilerNames.WithoutArity(lambda.Type), Machine = key } : null)
            ?? new MethodName { Type = CompilerNames.WithoutArity(CompilerNames.OwnerOf(type)), Name = CompilerNames.Readable(name), Assembly = assembly, Machine = key };
    }

    /// <summary>The code of a method by its machine, or its key; null where it is not at hand.</summary>
    public AsyncCode? CodeOf(string assembly, string machine) => modules.Codes.Find(assembly, machine);
}
