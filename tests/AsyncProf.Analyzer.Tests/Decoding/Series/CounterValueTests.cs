using AsyncProf.Decoding.Series;

namespace AsyncProf.Analyzer.Tests.Decoding.Series;

public class CounterValueTests
{
    [Fact]
    public void TryRead_AMeanAndAnIncrement_TellsNameValueAndTime()
    {
        Assert.True(CounterValue.TryRead(CounterPayload.Mean("working-set", 36.5, 1.01f), out CounterValue mean));
        Assert.Equal(("working-set", 36.5, false), (mean.Name.ToString(), mean.Value, mean.IsIncrement));
        Assert.Equal(1.01, mean.Seconds, 3);

        Assert.True(CounterValue.TryRead(CounterPayload.Increment("alloc-rate", 8192, 2), out CounterValue sum));
        Assert.Equal(("alloc-rate", 8192.0, 2.0, true), (sum.Name.ToString(), sum.Value, sum.Seconds, sum.IsIncrement));
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    [InlineData(1, float.NaN)]
    [InlineData(1, 1e9f)]
    public void TryRead_AValueThatCannotBe_IsNone(double value, float seconds)
    {
        Assert.False(CounterValue.TryRead(CounterPayload.Mean("working-set", value, seconds), out _));
        Assert.False(CounterValue.TryRead(CounterPayload.Increment("alloc-rate", value, seconds), out _));
    }

    [Fact]
    public void TryRead_OfAnotherTypeCutShortOrLonger_IsNone()
    {
        byte[] whole = CounterPayload.Mean("working-set", 1), increment = CounterPayload.Increment("alloc-rate", 1);
        Assert.False(CounterValue.TryRead(CounterPayload.Mean("working-set", 1, type: "Other"), out _));
        for (int length = 0; length < whole.Length; length++)
            Assert.False(CounterValue.TryRead(whole.AsSpan(0, length), out _));
        for (int length = 0; length < increment.Length; length++)
            Assert.False(CounterValue.TryRead(increment.AsSpan(0, length), out _));
        Assert.False(CounterValue.TryRead([.. whole, 1, 2], out _));
    }

    [Fact]
    public void TryRead_RandomBytes_NeverThrows()
    {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = CounterPayload.Mean("working-set", 1);
            for (int change = 0; change < 4; change++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(3);
            CounterValue.TryRead(bytes, out _);
        }
    }
}
