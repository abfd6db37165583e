using System.Diagnostics;
using System.Reflection;
using AsyncProf.Attribution;
using AsyncProf.Spans;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Core.Tests.Spans;

public class SpanPoolTests
{
    [Fact]
    public void RentSpan_OfOneThatWasUsed_KnowsNothingOfIt()
    {
        var pool = new SpanPool();
        PlannedSpan used = pool.RentSpan();
        object?[] fresh = Values(used);
        foreach (PropertyInfo property in typeof(PlannedSpan).GetProperties().Where(property => property.CanWrite))
            property.SetValue(used, Other(property.PropertyType));
        used.AddChild(7);
        Assert.DoesNotContain(fresh.Zip(Values(used)), pair => Equals(pair.First, pair.Second));

        pool.Return(used);

        Assert.Same(used, pool.RentSpan());
        Assert.Equal(fresh, Values(used));
    }

    [Fact]
    public void RentList_OfOneThatWasReturned_IsEmptyAndItsSpansComeAgain()
    {
        var pool = new SpanPool();
        List<PlannedSpan> list = pool.RentList();
        list.AddRange([pool.RentSpan(), pool.RentSpan()]);
        PlannedSpan[] spans = [.. list];

        pool.Return(list);

        Assert.Same(list, pool.RentList());
        Assert.Empty(list);
        Assert.Equal(spans, new[] { pool.RentSpan(), pool.RentSpan() }.Reverse());
    }

    [Fact]
    public void RentSpan_WithoutReturns_IsAlwaysAnother()
    {
        var pool = new SpanPool();

        Assert.NotSame(pool.RentSpan(), pool.RentSpan());
    }

    private static object?[] Values(PlannedSpan span) =>
        [.. typeof(PlannedSpan).GetProperties().Where(property => !property.PropertyType.IsByRefLike).Select(property => property.GetValue(span)), span.Children.Length];

    private static object Other(Type type) => type switch
    {
        _ when type == typeof(string) => "other",
        _ when type == typeof(bool) => true,
        _ when type == typeof(int) => 5,
        _ when type == typeof(long) => 9L,
        _ when type == typeof(StateTimes) => new StateTimes { Running = 3 },
        _ when type == typeof(ActivityContext) => new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None),
        _ when type == typeof(AwaitInfo) => AwaitInfo.Lost,
        _ when type == typeof(PlannedSpan) => new PlannedSpan { Name = "", Node = 0 },
        _ => throw new NotSupportedException($"A span has a property of type {type}: say here what another value of it is."),
    };
}
