namespace AsyncProf.Analyzer.Tests.Naming;

public sealed class PlaceNamingTests : IDisposable
{
    private readonly TwinTrees _trees = new();

    public void Dispose() => _trees.Dispose();

    [Fact]
    public void OnTree_APlaceThatShowedOneMethodThreeTimes_IsThatOnes()
    {
        _trees.Learn(3, (-1, _trees.Outer), (0, _trees.One));

        Assert.Equal("O1", _trees.Name((-1, _trees.Outer), (0, _trees.Either)));
        Assert.Equal(1, _trees.Named);
    }

    [Fact]
    public void OnTree_APlaceThatShowedOneMethodTwice_StaysAmbiguous()
    {
        _trees.Learn(2, (-1, _trees.Outer), (0, _trees.One));

        Assert.Equal("O?", _trees.Name((-1, _trees.Outer), (0, _trees.Either)));
        Assert.Equal(0, _trees.Named);
    }

    [Fact]
    public void OnTree_APlaceThatShowedBoth_StaysAmbiguous()
    {
        _trees.Learn(50, (-1, _trees.Outer), (0, _trees.One));
        _trees.Learn(1, (-1, _trees.Outer), (0, _trees.Two));

        Assert.Equal("O?", _trees.Name((-1, _trees.Outer), (0, _trees.Either)));
    }

    [Fact]
    public void OnTree_ACallThatWasSeenItself_KeepsItsMethodWhateverItsPlaceShowed()
    {
        _trees.Learn(3, (-1, _trees.Outer), (0, _trees.One));

        Assert.Equal("O2", _trees.Name((-1, _trees.Outer), (0, _trees.Two)));
    }

    [Fact]
    public void OnTree_ASecondCallOfTheName_IsAPlaceOfItsOwn()
    {
        _trees.Learn(3, (-1, _trees.Outer), (0, _trees.One), (0, _trees.Two));

        Assert.Equal("O12?", _trees.Name((-1, _trees.Outer), (0, _trees.Either), (0, _trees.Either), (0, _trees.Either)));
    }

    /// <summary>The first call may have been charged, and be gone: which is left is not known.</summary>
    [Fact]
    public void OnTree_ACallOfTheRestOfACaller_HasNoNumberAndStaysAmbiguous()
    {
        _trees.Learn(3, (-1, _trees.Outer), (0, _trees.One), (0, _trees.Two));
        _trees.IsRest = true;

        Assert.Equal("O?", _trees.Name((-1, _trees.Outer), (0, _trees.Either)));
    }

    [Fact]
    public void OnTree_ACallOfTheRestOfACallerThatCallsOnlyOne_IsThatOne()
    {
        _trees.Learn(3, (-1, _trees.Outer), (0, _trees.Two), (0, _trees.Two), (1, _trees.One));
        _trees.IsRest = true;

        Assert.Equal("O21", _trees.Name((-1, _trees.Outer), (0, _trees.Either), (1, _trees.Either)));
    }

    [Fact]
    public void OnTree_AnotherCaller_TellsNothing()
    {
        _trees.Learn(3, (-1, _trees.Outer), (0, _trees.One));

        Assert.Equal("I?", _trees.Name((-1, _trees.Inner), (0, _trees.Either)));
        Assert.Equal("IO?", _trees.Name((-1, _trees.Inner), (0, _trees.Outer), (1, _trees.Either)));
    }

    /// <summary>The callers were never seen where their callees were: what is learned of the two is put together only because the callers' place is certain.</summary>
    [Fact]
    public void OnTree_BelowACallerThatWasNotSeen_LearnsOnceTheCallerIsCertain()
    {
        _trees.Learn(3, (-1, _trees.Outer), (0, _trees.One), (1, _trees.Either));
        _trees.Learn(3, (-1, _trees.Outer), (0, _trees.Either), (1, _trees.Two));

        Assert.Equal("O12", _trees.Name((-1, _trees.Outer), (0, _trees.Either), (1, _trees.Either)));
    }

    [Fact]
    public void OnTree_BelowACallerInDoubt_NamesNothing()
    {
        _trees.Learn(3, (-1, _trees.Outer), (0, _trees.One), (1, _trees.One));
        _trees.Learn(3, (-1, _trees.Outer), (0, _trees.Two), (1, _trees.One));

        Assert.Equal("O??", _trees.Name((-1, _trees.Outer), (0, _trees.Either), (1, _trees.Either)));
        Assert.Equal("O11'", _trees.Name((-1, _trees.Outer), (0, _trees.One), (1, _trees.Either)));
    }

    [Fact]
    public void OnTree_ACallThatCallsWhatItsMethodWasNeverSeenToCall_StaysAmbiguous()
    {
        _trees.Learn(3, (-1, _trees.Outer), (0, _trees.One), (1, _trees.Inner));

        Assert.Equal("O1I", _trees.Name((-1, _trees.Outer), (0, _trees.Either), (1, _trees.Inner)));
        Assert.Equal("O1", _trees.Name((-1, _trees.Outer), (0, _trees.Either)));
        Assert.Equal("O?O", _trees.Name((-1, _trees.Outer), (0, _trees.Either), (1, _trees.Other)));
    }

    [Fact]
    public void OnTree_ARootOfAnAmbiguousName_IsNamedLikeAnyOther()
    {
        _trees.Learn(3, (-1, _trees.Two));

        Assert.Equal("2", _trees.Name((-1, _trees.Either)));
    }

    /// <summary>Whom a task that began before the recording calls says nothing about any other such task.</summary>
    [Fact]
    public void OnTree_BelowWhatBeganBefore_LearnsOfNoOtherSuchTask()
    {
        _trees.Learn(3, (-1, default), (0, _trees.One));

        Assert.Equal("(?", _trees.Name((-1, default), (0, _trees.Either)));
    }

    /// <summary>A task that goes on and on is compared with itself, though nothing tells which of several it is.</summary>
    [Fact]
    public void OnTree_BelowALongRootInDoubt_LearnsOfItself()
    {
        (int, AsyncProf.Symbols.MethodId)[] calls = [.. Enumerable.Repeat((0, _trees.Either), 20)];
        string named = _trees.LearnAndName([(-1, _trees.Either), .. Enumerable.Repeat((0, _trees.Two), 12), .. calls]);

        Assert.StartsWith("?222", named, StringComparison.Ordinal);
        Assert.EndsWith("222", named, StringComparison.Ordinal);
    }

    [Fact]
    public void OnTree_CallsOfOneMethodInEachOther_AreOutermostOnce()
    {
        _trees.Learn(3, (-1, _trees.Outer), (0, _trees.One), (1, _trees.One), (0, _trees.One));

        Assert.Equal("O11'1", _trees.Name((-1, _trees.Outer), (0, _trees.Either), (1, _trees.Either), (0, _trees.Either)));
    }

    /// <summary>Endless recursion is neither learned for ever nor in the way of what is above it.</summary>
    [Fact]
    public void OnTree_AVeryDeepTree_NamesItsTop()
    {
        (int, AsyncProf.Symbols.MethodId)[] seen = [.. Enumerable.Range(-1, 3_000).Select(parent => (parent, _trees.One))];
        (int, AsyncProf.Symbols.MethodId)[] unseen = [.. Enumerable.Range(-1, 3_000).Select(parent => (parent, _trees.Either))];
        _trees.Learn(3, seen);

        string named = _trees.Name(unseen);

        Assert.StartsWith("11'1'1'", named, StringComparison.Ordinal);
        Assert.EndsWith("?'?'", named, StringComparison.Ordinal);
    }
}
