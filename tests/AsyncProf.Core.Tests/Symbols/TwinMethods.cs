using System.Reflection.Metadata;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing.Twins;

namespace AsyncProf.Core.Tests.Symbols;

/// <summary>A method table that knows the assembly of the twins, and the names of its two methods that share one compiler-made name.</summary>
internal sealed class TwinMethods
{
    public unsafe TwinMethods()
    {
        var index = new MetadataIndex();
        Assert.True(typeof(TwinOne).Assembly.TryGetRawMetadata(out byte* blob, out int length));
        index.Add(new MetadataReader(blob, length));
        Table = new MethodTable(Names, index);
        string machine = typeof(TwinOne).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Single().Name;
        Short = Names.Intern("Async: " + machine);
        One = Names.Intern(TplTaskName.Qualify("Async: " + machine, typeof(TwinOne).Assembly.GetName().Name!, $"{typeof(TwinOne).FullName}+{machine}"));
        Two = Names.Intern(TplTaskName.Qualify("Async: " + machine, typeof(TwinOne).Assembly.GetName().Name!, $"{typeof(TwinTwo).FullName}+{machine}"));
    }

    public NameTable Names { get; } = new();

    public MethodTable Table { get; }

    public int Short { get; }

    public int One { get; }

    public int Two { get; }
}
