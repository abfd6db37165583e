using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Naming.Code;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Analyzer.Tests.Naming.Code;

/// <summary>Callers of methods that are all called <c>RunAsync</c>, by their real code.</summary>
public sealed class CodeNamingTests : IDisposable
{
    private static readonly Assembly Own = typeof(CodeNamingTests).Assembly;

    private readonly PEReader _module = new(File.OpenRead(Own.Location), PEStreamOptions.PrefetchMetadata);
    private readonly NameTable _names = new();
    private readonly ModulesCode _code;
    private readonly MethodTable _methods;
    private readonly CodeNaming _naming;

    public CodeNamingTests()
    {
        var index = new MetadataIndex();
        index.Add(_module.GetMetadataReader());
        _code = new ModulesCode(index);
        _code.Add(Own.Location, _module.GetMetadataReader());
        _methods = new MethodTable(_names, index);
        _naming = new CodeNaming(_methods, _code);
    }

    private interface ISole
    {
        Task RunAsync();
    }

    private interface IPair
    {
        Task RunAsync();
    }

    private interface IHandedOn
    {
        Task RunAsync();
    }

    public void Dispose()
    {
        _code.Dispose();
        _module.Dispose();
    }

    [Theory]
    [InlineData(nameof(Callers.OfOneAsync), "One")]
    [InlineData(nameof(Callers.OfOneTwiceAsync), "One")]
    [InlineData(nameof(Callers.OfAnInterfaceOfOneAsync), "Sole")]
    [InlineData(nameof(Callers.OfABaseAsync), "Base")]
    public void Decide_ACallerWhoseCodeCanAwaitOnlyOne_IsThatOne(string caller, string type) =>
        Assert.Equal($"{typeof(CodeNamingTests).FullName}.{type}.RunAsync", Decide(caller));

    [Theory]
    [InlineData(nameof(Callers.OfBothAsync))]
    [InlineData(nameof(Callers.OfAnInterfaceOfTwoAsync))]
    [InlineData(nameof(Callers.OfAnInterfaceThatOneHandsOnAsync))]
    [InlineData(nameof(Callers.OfOneAndWhatAHelperMakesAsync))]
    [InlineData(nameof(Callers.OfOneAndADelegateAsync))]
    [InlineData(nameof(Callers.OfOneAndAParameterAsync))]
    [InlineData(nameof(Callers.OfOneAndManyAsync))]
    [InlineData(nameof(Callers.OfNoneAsync))]
    public void Decide_ACallerWhoseCodeCanAwaitAnother_IsNone(string caller) => Assert.Null(Decide(caller));

    [Fact]
    public void Decide_ACallerInDoubt_IsNone()
    {
        MethodId either = _methods.Resolve(_names.Intern("Async: " + MachineOf(typeof(One), nameof(One.RunAsync))));

        Assert.True(_methods[either].IsAmbiguous);
        Assert.Equal(default, _naming.Decide(either, either));
        Assert.Equal(default, _naming.Decide(default, either));
    }

    private string? Decide(string caller)
    {
        MethodId either = _methods.Resolve(_names.Intern("Async: " + MachineOf(typeof(One), nameof(One.RunAsync))));
        string machine = MachineOf(typeof(Callers), caller);
        MethodId awaiting = _methods.Resolve(_names.Intern(TplTaskName.Qualify("Async: " + machine, Own.GetName().Name!, $"{typeof(Callers).FullName}+{machine}")));
        Assert.Equal($"{typeof(CodeNamingTests).FullName}.Callers.{caller}", _methods[awaiting].FullName);
        MethodId decided = _naming.Decide(awaiting, either);
        return decided == default ? null : _methods[decided].FullName;
    }

    private static string MachineOf(Type type, string method) => type.GetNestedTypes(BindingFlags.NonPublic).Single(nested => nested.Name.StartsWith($"<{method}>d", StringComparison.Ordinal)).Name;

    private static class Callers
    {
        public static async Task OfOneAsync()
        {
            await Task.Delay(1);
            await One.RunAsync();
        }

        public static async Task OfOneTwiceAsync()
        {
            await One.RunAsync();
            await Task.Yield();
            await One.RunAsync().ConfigureAwait(false);
        }

        public static async Task OfBothAsync()
        {
            await One.RunAsync();
            await Two.RunAsync();
        }

        public static async Task OfAnInterfaceOfOneAsync(ISole sole) => await sole.RunAsync();

        public static async Task OfAnInterfaceOfTwoAsync(IPair pair) => await pair.RunAsync();

        public static async Task OfAnInterfaceThatOneHandsOnAsync(IHandedOn handed) => await handed.RunAsync();

        public static async Task OfABaseAsync(Derived derived) => await derived.RunAsync();

        public static async Task OfOneAndWhatAHelperMakesAsync()
        {
            await One.RunAsync();
            await Helper();
        }

        public static async Task OfOneAndADelegateAsync(Func<Task> made)
        {
            await One.RunAsync();
            await made();
        }

        public static async Task OfOneAndAParameterAsync(Task made)
        {
            await One.RunAsync();
            await made;
        }

        public static async Task OfOneAndManyAsync()
        {
            await One.RunAsync();
            await Task.WhenAll(Two.RunAsync(), Two.RunAsync());
        }

        public static async Task OfNoneAsync() => await Task.Delay(1);

        private static Task Helper() => Two.RunAsync();
    }

    private static class One
    {
        public static async Task RunAsync() => await Task.Delay(1);
    }

    private static class Two
    {
        public static async Task RunAsync() => await Task.Delay(1);
    }

    private sealed class Sole : ISole
    {
        public async Task RunAsync() => await Task.Delay(1);
    }

    private sealed class First : IPair
    {
        public async Task RunAsync() => await Task.Delay(1);
    }

    private sealed class Second : IPair
    {
        public async Task RunAsync() => await Task.Delay(1);
    }

    private sealed class Direct : IHandedOn
    {
        public async Task RunAsync() => await Task.Delay(1);
    }

    private sealed class HandingOn(IPair pair) : IHandedOn
    {
        public Task RunAsync() => pair.RunAsync();
    }

    private class Base
    {
        public async Task RunAsync() => await Task.Delay(1);
    }

    private sealed class Derived : Base;
}
