using System.Reflection.Metadata;
using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Agent.Tests.Capture;

public class LoneNamesTests
{
    private readonly NameTable _names = new();
    private readonly MetadataIndex _index = new();

    [Theory]
    [InlineData("Task: OnlyHereIsThisName", true)]
    [InlineData("Task.ContinueWith: OnlyHereIsThisName", true)]
    [InlineData("Task: IsHereTwice", false)]
    [InlineData("Task: <Run>b__0", false)] // of lambdas all are looked at
    [InlineData("Task: OnlyHereIsThisName\u001fShop\u001fOrders", false)] // told already
    public void Contains_AfterTheUpdate_IsOfNamesThatOneMethodHas(string name, bool expected)
    {
        var lone = new LoneNames(_names);
        int id = _names.Intern(name);
        Assert.False(lone.Contains(id));

        Add(typeof(LoneNamesTests));
        lone.Update(_index, isNew: true);

        Assert.Equal(expected, lone.Contains(id));
    }

    [Fact]
    public void Update_WithANewModuleThatHasTheNameToo_TakesItBack()
    {
        var lone = new LoneNames(_names);
        int id = _names.Intern("Task: " + nameof(LoneNames.Contains));
        Add(typeof(LoneNames));
        lone.Update(_index, isNew: true);
        bool before = _index.Find(nameof(LoneNames.Contains), isDelegate: true).Count <= 1;

        Add(typeof(Xunit.Assert));
        lone.Update(_index, isNew: false);
        Assert.Equal(before, lone.Contains(id));
        lone.Update(_index, isNew: true);

        Assert.False(lone.Contains(id));
    }

    private unsafe void Add(Type type)
    {
        Assert.True(type.Assembly.TryGetRawMetadata(out byte* blob, out int length));
        _index.Add(new MetadataReader(blob, length));
    }

    private static class One
    {
        public static void OnlyHereIsThisName()
        {
        }

        public static void IsHereTwice()
        {
        }
    }

    private static class Two
    {
        public static void IsHereTwice()
        {
        }
    }
}
