using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using AsyncProf.Attribution;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Naming;
using AsyncProf.Naming.Code;
using AsyncProf.Stitching.Roots;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing.Twins;

namespace AsyncProf.Analyzer.Tests.Naming;

/// <summary>Trees of calls of two methods that share one compiler-made name, and of others; learned from, and named.</summary>
internal sealed class TwinTrees : ITreeSink, IDisposable
{
    private readonly ModulesCode _code = new(new MetadataIndex());
    private readonly PEReader _module = new(File.OpenRead(typeof(TwinOne).Assembly.Location), PEStreamOptions.PrefetchMetadata);
    private readonly NameTable _names = new();
    private readonly TreePlaces _places;
    private readonly CallShapes _shapes = new();
    private readonly PlaceLearning _learning;
    private long _clock;
    private string[] _named = [];

    public TwinTrees()
    {
        var index = new MetadataIndex();
        index.Add(_module.GetMetadataReader());
        Methods = new MethodTable(_names, index);
        _places = new TreePlaces(Methods);
        _learning = new PlaceLearning(_places, _shapes);
        string machine = typeof(TwinOne).GetNestedTypes(BindingFlags.NonPublic).Single().Name, assembly = typeof(TwinOne).Assembly.GetName().Name!;
        Either = Methods.Resolve(_names.Intern("Async: " + machine));
        One = Methods.Resolve(_names.Intern(TplTaskName.Qualify("Async: " + machine, assembly, $"{typeof(TwinOne).FullName}+{machine}")));
        Two = Methods.Resolve(_names.Intern(TplTaskName.Qualify("Async: " + machine, assembly, $"{typeof(TwinTwo).FullName}+{machine}")));
        (Outer, Inner, Other) = (Methods.Resolve(_names.Intern("Async: <OuterAsync>d__1")), Methods.Resolve(_names.Intern("Async: <InnerAsync>d__1")), Methods.Resolve(_names.Intern("Async: <OtherAsync>d__1")));
    }

    public MethodTable Methods { get; }

    /// <summary>A call of one of the two that nothing tells.</summary>
    public MethodId Either { get; }

    public MethodId One { get; }

    public MethodId Two { get; }

    public MethodId Outer { get; }

    public MethodId Inner { get; }

    public MethodId Other { get; }

    /// <summary>Whether trees are the rest of what has been charged to a part.</summary>
    public bool IsRest { get; set; }

    /// <summary>How many calls were named.</summary>
    public long Named { get; private set; }

    public void Dispose()
    {
        _code.Dispose();
        _module.Dispose();
    }

    /// <summary>Learns from a tree a number of times.</summary>
    /// <param name="times">How often.</param>
    /// <param name="nodes">Each node's parent and method.</param>
    public void Learn(int times, params (int Parent, MethodId Method)[] nodes)
    {
        for (; times > 0; times--)
            _learning.OnTree(Tree(nodes));
    }

    /// <summary>The methods of a tree after naming: 1 and 2 for the twins, ? for either, a letter for others.</summary>
    public string Name(params (int Parent, MethodId Method)[] nodes)
    {
        var naming = new PlaceNaming(_places, _learning.Finish(), _shapes, new CodeNaming(Methods, _code), this);
        naming.OnTree(Tree(nodes));
        Named = naming.Named;
        return string.Concat(_named);
    }

    /// <summary>The methods of a tree after naming by what was learned of it alone.</summary>
    public string LearnAndName(params (int Parent, MethodId Method)[] nodes)
    {
        long begun = _clock;
        Learn(1, nodes);
        _clock = begun;
        return Name(nodes);
    }

    public void OnTree(RootTree tree) =>
        _named = [.. Enumerable.Range(0, tree.NodeCount).Select(node => Letter(tree[node].Method) + (tree[node].Has(NodeFlags.Outermost) ? "" : "'"))];

    private string Letter(MethodId method) => method == One ? "1" : method == Two ? "2" : method == Either ? "?" : Methods[method].Name[..1];

    private RootTree Tree((int Parent, MethodId Method)[] nodes)
    {
        var tree = new RootTree();
        tree.Reset(new Charge(RootKind.Operation, 1, _clock, _clock + 100, 0), default, 0);
        if (IsRest)
            _clock -= 50; // its root began before what is charged
        foreach ((int parent, MethodId method) in nodes)
            tree.AddNode(new TreeNode { Parent = parent, Method = method, Start = ++_clock, Flags = NodeFlags.Call | NodeFlags.Outermost });
        return tree;
    }
}
