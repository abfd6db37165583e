using AsyncProf.Symbols.Code;
using Microsoft.CodeAnalysis;

namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>Methods that only pass a task on, and those that do not.</summary>
public sealed class PassedCallTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("asyncprof-code-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Task<int> P(int id) => _inner.GetAsync(id);", "I.GetAsync")]
    [InlineData("Task<int> P(int id) { Task<int> task = _inner.GetAsync(id + 1); return task; }", "I.GetAsync")]
    [InlineData("Task P(int id) => Self.Inner.GetAsync(id);", "I.GetAsync")]
    [InlineData("ValueTask<int> P(int id) => new(_inner.GetAsync(id));", "I.GetAsync")]
    [InlineData("Task<T> P<T>(T id) => Static(id, default);", "C.Static")]
    [InlineData("Task<int> P(int id) { System.ArgumentOutOfRangeException.ThrowIfNegative(id); return _inner.GetAsync(id); }", "I.GetAsync")]
    [InlineData("Task P(Func<Task> next) => next();", "Func.Invoke")]
    [InlineData("Task<int> P(int id) => id == 0 ? _inner.GetAsync(id) : Self.P(1);", null)]
    [InlineData("Task<int> P(int id) => Task.FromResult(id);", null)]
    [InlineData("Task P() => Task.CompletedTask;", null)]
    [InlineData("Task<int> _kept; Task<int> P(int id) => _kept;", null)]
    [InlineData("async Task<int> P(int id) => await _inner.GetAsync(id);", null)]
    [InlineData("async ValueTask P(int id) => await _inner.GetAsync(id);", null)]
    [InlineData("int P(int id) => id;", null)]
    [InlineData("IAsyncEnumerable<int> P(int id) => null;", null)]
    public void PassesOn_OfAMethod_IsTheCallWhoseTaskItReturns(string method, string? expected)
    {
        foreach (OptimizationLevel level in new[] { OptimizationLevel.Debug, OptimizationLevel.Release })
        {
            string path = Path.Combine(_folder, $"{level}.dll");
            ShapesCompiler.Compile(
                $$"""
                interface I { Task<int> GetAsync(int id); }
                class C
                {
                    I _inner;
                    I Inner => _inner;
                    C Self => this;
                    static Task<T> Static<T>(T id, CancellationToken token) => Task.FromResult(id);
                    {{method}}
                }
                """,
                path,
                level);
            using ModuleCode module = ModuleCode.TryOpen(path)!;

            PassedCall? passed = module.PassesOn("C", "P");

            Assert.Equal(expected, passed?.To.Label);
            if (passed is not null)
                Assert.Equal("C.P", passed.From.Label);
        }
    }
}
