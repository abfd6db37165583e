using AsyncProf.Budgets;
using AsyncProf.Fleets.Pyroscope;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Fleets;

namespace AsyncProf.Analyzer.Tests.Fleets.Pyroscope;

public class JoinedStacksTests
{
    [Theory]
    [InlineData("0A")]
    [InlineData("12060801080210FF")]
    [InlineData("3200120408011001")]
    [InlineData("32001206080110FFFFFFFF7F")]
    [InlineData("320012040A010112020101")]
    public void Add_WhatIsNoProfile_IsRefused(string hex) =>
        Assert.Throws<InvalidDataException>(() => new JoinedStacks(new MemoryBudget(1 << 24).Open()).Add("operations", Convert.FromHexString(hex)));

    [Fact]
    public void Build_ValuesThatAddUpToMoreThanCanBe_AreRefused()
    {
        var script = new ScriptedProfile();
        for (int i = 0; i < 100; i++)
            script.Root(FormattableString.Invariant($"GET /{i}"), 1, long.MaxValue / 70);
        var stacks = new JoinedStacks(new MemoryBudget(1 << 24).Open());
        stacks.Add("elapsed.running", MergedPprof.Write([script.Build()], "elapsed.running"));

        Assert.Throws<InvalidDataException>(() => stacks.Build(new RecordingInfo()));
    }

    [Fact]
    public void Add_BytesByChance_AreReadOrRefused()
    {
        var random = new Random(4040);
        byte[] bytes = new byte[64];
        for (int i = 0; i < 10_000; i++)
        {
            random.NextBytes(bytes);
            (bytes[0], bytes[1]) = (0x32, 0);
            try
            {
                new JoinedStacks(new MemoryBudget(1 << 24).Open()).Add("wall", bytes.AsSpan(0, random.Next(2, bytes.Length)));
            }
            catch (InvalidDataException)
            {
                // refused
            }
        }
    }
}
