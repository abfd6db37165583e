using System.Reflection.Metadata;
using AsyncProf.Attribution;
using AsyncProf.Core.Tests.Symbols;
using AsyncProf.Events.Tpl;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing.Twins;

namespace AsyncProf.Core.Tests.Attribution;

public class CallerInferenceTests
{
    private readonly TwinMethods _twins = new();
    private readonly CallerInference _names;

    public CallerInferenceTests() => _names = new CallerInference(_twins.Table);

    [Fact]
    public void Resolve_ShortNameOfACallerSeenBefore_IsWhatThatCallerAwaits()
    {
        _names.Resolve(caller: -7, _twins.One);
        _names.Resolve(caller: -8, _twins.Two);

        Assert.Equal("AsyncProf.Testing.Twins.TwinOne.SameAsync", Name(-7));
        Assert.Equal("AsyncProf.Testing.Twins.TwinTwo.SameAsync", Name(-8));
        Assert.Equal(2, _names.Inferred);
    }

    [Fact]
    public void Resolve_ShortNameOfACallerNeverSeen_StaysAmbiguous()
    {
        _names.Resolve(caller: -7, _twins.One);

        Assert.Equal("SameAsync (ambiguous)", Name(-9));
        Assert.Equal(0, _names.Inferred);
    }

    [Fact]
    public void Resolve_ShortNameOfACallerThatAwaitsBoth_StaysAmbiguous()
    {
        _names.Resolve(caller: -7, _twins.One);
        _names.Resolve(caller: -7, _twins.Two);
        _names.Resolve(caller: -7, _twins.One);

        Assert.Equal("SameAsync (ambiguous)", Name(-7));
    }

    [Fact]
    public void Resolve_ShortNameBelowACallerInDoubt_IsNeitherLearnedNorTold()
    {
        int inDoubt = _twins.Table.Resolve(_twins.Short).Value;

        _names.Resolve(inDoubt, _twins.One);

        Assert.Equal("SameAsync (ambiguous)", Name(inDoubt));
    }

    [Fact]
    public void Resolve_ShortNameThatNobodyCalls_IsNeitherLearnedNorTold()
    {
        _names.Resolve(caller: 0, _twins.One);

        Assert.Equal("SameAsync (ambiguous)", Name(0));
    }

    [Fact]
    public void Resolve_WhileSwitchedOff_LearnsAndTellsNothing()
    {
        _names.IsOn = false;

        _names.Resolve(caller: -7, _twins.One);

        Assert.Equal("SameAsync (ambiguous)", Name(-7));
    }

    /// <summary>A method starts one of its own as a delegate; a helper that it calls, and that never suspends, starts another of that name which it was given.</summary>
    [Fact]
    public unsafe void Resolve_DelegateWhoseStarterDoesNotTell_IsNotToldByTheCallerEither()
    {
        var index = new MetadataIndex();
        Assert.True(typeof(MetadataIndexTests).Assembly.TryGetRawMetadata(out byte* blob, out int length));
        index.Add(new MetadataReader(blob, length));
        var table = new MethodTable(_twins.Names, index);
        var names = new CallerInference(table);

        Assert.Equal("AsyncProf.Core.Tests.Symbols.MetadataIndexTests.GroupOne.Load", NameOf("GroupOne"));
        Assert.Equal("Load (ambiguous)", NameOf("Starter"));
        Assert.Equal(0, names.Inferred);

        string NameOf(string starter) => table[names.Resolve(caller: -7, StartedBy(starter))].DisplayName;

        int StartedBy(string starter) =>
            _twins.Names.Intern(TplTaskName.Qualify("Task: Load", typeof(MetadataIndexTests).Assembly.GetName().Name!, $"{typeof(MetadataIndexTests).FullName}+{starter}"));
    }

    private string Name(int caller) => _twins.Table[_names.Resolve(caller, _twins.Short)].DisplayName;
}
