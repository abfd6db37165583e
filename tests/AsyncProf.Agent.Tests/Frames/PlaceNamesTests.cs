using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Frames;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Agent.Tests.Frames;

public class PlaceNamesTests
{
    private readonly NameTable _names = new();
    private readonly PlaceTable _places = new();
    private readonly PlaceNames _sut;

    public PlaceNamesTests() => _sut = new PlaceNames(_names, _places);

    [Fact]
    public void ValueOf_AStateMachine_IsAPlaceWithTheNameOfItsOperations()
    {
        MethodBase moveNext = MoveNextOf(typeof(Shapes<int>), nameof(Shapes<int>.RunAsync));

        int value = _sut.ValueOf(moveNext, ilOffset: 40);

        Place place = _places[value >> FrameKind.Bits]!;
        Assert.Equal(FrameKind.MoveNext, value & ((1 << FrameKind.Bits) - 1));
        Assert.Equal(("AsyncProf.Agent.Tests", "MoveNext", 40), (place.Assembly, place.Method, place.ILOffset));
        Assert.Equal(moveNext.DeclaringType!.GetGenericTypeDefinition().FullName, place.Type);
        Assert.StartsWith("Async: " + place.Machine, _names[place.NameId], StringComparison.Ordinal);
        Assert.Contains(place.Type, _names[place.NameId], StringComparison.Ordinal);
    }

    [Fact]
    public void ValueOf_TheSameTwice_IsOnePlaceForAllInstantiations()
    {
        int value = _sut.ValueOf(MoveNextOf(typeof(Shapes<int>), nameof(Shapes<int>.RunAsync)), 40);

        Assert.Equal(value, _sut.ValueOf(MoveNextOf(typeof(Shapes<string>), nameof(Shapes<int>.RunAsync)), 40));
        Assert.NotEqual(value, _sut.ValueOf(MoveNextOf(typeof(Shapes<int>), nameof(Shapes<int>.RunAsync)), 41));
        Assert.NotEqual(value, _sut.ValueOf(MoveNextOf(typeof(Shapes<int>), nameof(Shapes<int>.OtherAsync)), 40));
        Assert.Equal(4, _places.Count);
    }

    [Fact]
    public void ValueOf_AnyOtherMethod_IsOnePlaceWhateverTheOffset()
    {
        MethodInfo method = typeof(Shapes<int>).GetMethod(nameof(Shapes<int>.PassesOn))!;

        int value = _sut.ValueOf(method, 3);

        Assert.Equal(FrameKind.Other, value & FrameKind.Mask);
        Assert.Equal(value, _sut.ValueOf(method, 9));
        Assert.Equal((Place.NoOffset, 0, ""), (_places[value >> FrameKind.Bits]!.ILOffset, _places[value >> FrameKind.Bits]!.NameId, _places[value >> FrameKind.Bits]!.Machine));
    }

    [Fact]
    public void ValueOf_WhatIsTheRuntimesOrOurs_IsPlumbing()
    {
        MethodBase[] plumbing =
        [
            typeof(string).GetMethod(nameof(string.Clone))!,
            typeof(AsyncTaskMethodBuilder).GetMethod(nameof(AsyncTaskMethodBuilder.SetResult))!,
            typeof(PlaceNames).GetMethod(nameof(PlaceNames.ValueOf))!,
            MoveNextOf(typeof(Shapes<int>), nameof(Shapes<int>.RunAsync)).DeclaringType!.GetInterfaceMap(typeof(IAsyncStateMachine)).TargetMethods.Single(method => method.Name != "MoveNext"),
        ];

        Assert.All(plumbing, method => Assert.Equal(FrameKind.Plumbing, _sut.ValueOf(method, 0)));
        Assert.Equal(1, _places.Count);
    }

    [Fact]
    public void ValueOf_ADynamicMethod_IsPlumbingThatCanBeUnloaded() =>
        Assert.Equal(FrameKind.Plumbing | FrameKind.Collectible, _sut.ValueOf(new DynamicMethod("M", null, null), 0));

    [Fact]
    public void ValueOf_CodeThatCanBeUnloaded_SaysSo()
    {
        TypeBuilder type = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Emitted"), AssemblyBuilderAccess.RunAndCollect).DefineDynamicModule("M").DefineType("T", TypeAttributes.Public);
        type.DefineMethod("M", MethodAttributes.Public | MethodAttributes.Static).GetILGenerator().Emit(OpCodes.Ret);

        int value = _sut.ValueOf(type.CreateType().GetMethod("M")!, 0);

        Assert.Equal(FrameKind.Other | FrameKind.Collectible, value & ((1 << FrameKind.Bits) - 1));
        Assert.Equal("Emitted", _places[value >> FrameKind.Bits]!.Assembly);
    }

    [Fact]
    public void ValueOf_WhereThereIsNoRoom_IsNothingForAStateMachine()
    {
        var full = new PlaceTable(capacity: 256);
        while (full.Add(new Place("", "", "")) != PlaceTable.None)
        {
        }

        var sut = new PlaceNames(_names, full);

        Assert.Equal(0, sut.ValueOf(MoveNextOf(typeof(Shapes<int>), nameof(Shapes<int>.RunAsync)), 40));
        Assert.Equal(FrameKind.Plumbing, sut.ValueOf(typeof(Shapes<int>).GetMethod(nameof(Shapes<int>.PassesOn))!, 0));
    }

    [Theory]
    [InlineData(nameof(Shapes<int>.PassesOn), true)]
    [InlineData(nameof(Shapes<int>.PassesOnValue), true)]
    [InlineData(nameof(Shapes<int>.PassesOnResult), true)]
    [InlineData(nameof(Shapes<int>.RunAsync), false)]
    [InlineData(nameof(Shapes<int>.Nothing), false)]
    [InlineData(nameof(Shapes<int>.Number), false)]
    public void PassingPlaceOf_AMethod_IsOneOnlyIfItMayPassOnATask(string method, bool expected) =>
        Assert.Equal(expected, _sut.PassingPlaceOf(typeof(Shapes<int>).GetMethod(method)!) != PlaceTable.None);

    [Fact]
    public void PassingPlaceOf_TheFrameworks_IsNone()
    {
        Assert.Equal(PlaceTable.None, _sut.PassingPlaceOf(typeof(SemaphoreSlim).GetMethod(nameof(SemaphoreSlim.WaitAsync), [])!));
        Assert.Equal(PlaceTable.None, _sut.PassingPlaceOf(MoveNextOf(typeof(Shapes<int>), nameof(Shapes<int>.RunAsync))));
        Assert.Equal(PlaceTable.None, _sut.PassingPlaceOf(new DynamicMethod("M", typeof(Task), null)));
    }

    [Fact]
    public async Task ValueOf_FromManyThreads_IsOnePlace()
    {
        MethodBase moveNext = MoveNextOf(typeof(Shapes<int>), nameof(Shapes<int>.RunAsync));

        int[][] values = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 200).Select(offset => _sut.ValueOf(moveNext, offset)).ToArray())));

        Assert.All(values, one => Assert.Equal(values[0], one));
        Assert.Equal(200, values[0].Distinct().Count());
    }

    private static MethodBase MoveNextOf(Type type, string method)
    {
        Type machine = type.GetMethod(method)!.GetCustomAttribute<AsyncStateMachineAttribute>()!.StateMachineType;
        Type closed = machine.IsGenericTypeDefinition ? machine.MakeGenericType(type.GetGenericArguments()) : machine;
        return closed.GetMethod("MoveNext", BindingFlags.Instance | BindingFlags.NonPublic)!;
    }

    private sealed class Shapes<T>
    {
        public async Task RunAsync() => await Task.Yield();

        public async Task OtherAsync() => await Task.Yield();

        public Task PassesOn() => RunAsync();

        public ValueTask PassesOnValue() => new(RunAsync());

        public ValueTask<T> PassesOnResult(T value) => new(value);

        public void Nothing() => GC.KeepAlive(this);

        public int Number() => 3;
    }
}
