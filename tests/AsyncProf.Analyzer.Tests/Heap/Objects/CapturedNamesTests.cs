using AsyncProf.Heap.Objects;

namespace AsyncProf.Analyzer.Tests.Heap.Objects;

public class CapturedNamesTests
{
    [Theory]
    [InlineData("<buffer>5__2", "buffer")]
    [InlineData("given", "given")]
    [InlineData("<>4__this", "this")]
    [InlineData("<>3__size", "size")]
    [InlineData("<>2__current", "(current)")]
    [InlineData("<>8__1", "(closure)")]
    [InlineData("<>7__wrap3", "(temporary)")]
    [InlineData("<>s__12", "(temporary)")]
    [InlineData("$VB$Me", "this")]
    [InlineData("$VB$Local_order", "order")]
    [InlineData("$VB$ResumableLocal_order$0", "order")]
    [InlineData("$S1", "(temporary)")]
    public void Of_WhatAMethodCaptured_IsItsNameInTheSources(string field, string name) => Assert.Equal(name, CapturedNames.Of(field, "System.Byte[]"));

    [Theory]
    [InlineData("<>1__state", "System.Int32")]
    [InlineData("<>t__builder", "System.Runtime.CompilerServices.AsyncTaskMethodBuilder")]
    [InlineData("<>u__1", "System.Object")]
    [InlineData("<>v__promiseOfValueOrEnd", "System.Threading.Tasks.Sources.ManualResetValueTaskSourceCore<System.Boolean>")]
    [InlineData("<>w__disposeMode", "System.Boolean")]
    [InlineData("<>x__combinedTokens", "System.Threading.CancellationTokenSource")]
    [InlineData("$State", "System.Int32")]
    [InlineData("$Builder", "System.Runtime.CompilerServices.AsyncTaskMethodBuilder")]
    [InlineData("ResumptionPoint", "System.Int32")]
    [InlineData("Data", "Microsoft.FSharp.Control.TaskStateMachineData<System.Int32>")]
    public void Of_WhatServesToSuspend_IsNull(string field, string type) => Assert.Null(CapturedNames.Of(field, type));

    [Fact]
    public void Of_AFieldOfThatNameThatIsNotTheLibrarys_IsItsName() => Assert.Equal("Data", CapturedNames.Of("Data", "System.Byte[]"));
}
