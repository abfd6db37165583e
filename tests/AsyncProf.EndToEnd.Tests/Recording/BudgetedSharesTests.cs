using System.Globalization;
using AsyncProf.Profiles;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>One program twice at the same time, recorded all the time and in windows: the shares of its methods agree, and so do their calls, divided by the time that was observed.</summary>
[Collection(RecordingCollection.Name)]
public sealed class BudgetedSharesTests : IDisposable
{
    private const double LeastShare = 0.02, Tolerance = 0.1, LeastObserved = 0.2, MostObserved = 0.8;
    private const int Seconds = 12, LeastPauses = 2;
    private const long LeastCalls = 500;

    /// <summary>Of a core.</summary>
    private const double FirstBudget = 0.0035;

    /// <summary>Of the CPU: none less is taken.</summary>
    private const double LeastBudget = 0.001;

    /// <summary>
    /// What a machine's events cost is not known before, so the budget is set anew where it left too much or too little, or too few calls. And where the program was not steady by its own count, or the two were not alike
    /// by their own clocks, nothing can be compared.
    /// </summary>
    private const int Attempts = 12;

    private const double Aim = 0.35, MostStep = 4, FewPauses = 0.7;
    private const double SteadyWithin = 0.1, AlikeWithin = 0.03;
    private const int MostUnsteady = 2; // half seconds

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [Trait(Tier.Name, Tier.Deep)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Record_InWindows_TellsTheSharesAndRatesOfTheWhole(int seed)
    {
        string[] load = ["steady", seed.ToString(CultureInfo.InvariantCulture)];
        await using RunningProgram one = Start(load), other = Start(load);
        Assert.Equal(("ready", "ready"), (await one.ReadLineAsync(), await other.ReadLineAsync()));
        (SteadyRun whole, SteadyRun windows) = await RecordAsync(one, other);

        Assert.Equal((1, 0), (whole.Profile.Recording.ObservedShare, whole.Profile.Recording.Pauses));
        Assert.InRange(windows.Profile.Recording.ObservedShare, LeastObserved, MostObserved);
        Assert.InRange(windows.Profile.Recording.Pauses, LeastPauses, Seconds * 4);
        Dictionary<string, (double Share, double Rate, long Calls)> expected = Reading(whole.Profile), actual = Reading(windows.Profile);
        string[] shown = [.. expected.Where(method => method.Value.Share > LeastShare).Select(method => method.Key)];
        Assert.InRange(shown.Length, 5, 20);
        foreach (string method in shown)
        {
            Assert.InRange(actual[method].Calls, expected[method].Calls == 0 ? 0 : LeastCalls, long.MaxValue);
            Near(expected[method].Share, actual[method].Share, $"the share of {method}");
            Near(expected[method].Rate, actual[method].Rate, $"the calls of {method} a second");
        }
    }

    private async Task<(SteadyRun Whole, SteadyRun Windows)> RecordAsync(RunningProgram one, RunningProgram other)
    {
        double budget = FirstBudget / Environment.ProcessorCount;
        for (int attempt = 1; ; attempt++)
        {
            Task<SteadyRun> recording = SteadyRun.RecordAsync(one, Path.Combine(_directory.FullName, "whole.nettrace"), Seconds, "--no-samples");
            SteadyRun windows = await SteadyRun.RecordAsync(
                other, Path.Combine(_directory.FullName, "windows.nettrace"), Seconds, "--budget", string.Create(CultureInfo.InvariantCulture, $"{budget * 100:0.###}%"));
            SteadyRun whole = await recording; // also where the other was no good: both are asked anew
            double observed = windows.Profile.Recording.ObservedShare;
            bool isSteady = windows.Unsteady(SteadyWithin) <= MostUnsteady && whole.Unsteady(SteadyWithin) <= MostUnsteady && windows.FarFrom(whole) <= AlikeWithin;
            if (attempt >= Attempts || (isSteady && observed is >= LeastObserved and <= MostObserved && windows.Profile.Recording.Pauses >= LeastPauses && HasCalls(windows.Profile)))
                return (whole, windows);
            // What is observed grows as the budget does. What is saved up at the start lasts for long where there is much of it: then there are few pauses.
            double step = Math.Clamp(Aim / observed, 1 / MostStep, MostStep);
            if (observed >= LeastObserved && windows.Profile.Recording.Pauses < LeastPauses)
                step = Math.Min(step, FewPauses);
            budget = Math.Max(LeastBudget, budget * step);
        }
    }

    private static bool HasCalls(AsyncProfile profile) => Reading(profile).Values.All(method => method.Calls == 0 || method.Calls >= LeastCalls);

    /// <summary>Who may do so has it go before all else that the machine does, so that only the recordings differ.</summary>
    private static RunningProgram Start(params string[] arguments) =>
        Environment.IsPrivilegedProcess ? RunningProgram.Start("nice", ["-n", "-15", TargetBuilds.Program("net10.0"), .. arguments]) : RunningProgram.Start(TargetBuilds.Program("net10.0"), arguments);

    private static void Near(double expected, double actual, string what) =>
        Assert.True(Math.Abs(actual - expected) <= Tolerance * expected, FormattableString.Invariant($"{what} is {actual:0.0000} and not {expected:0.0000}"));

    private static Dictionary<string, (double Share, double Rate, long Calls)> Reading(AsyncProfile profile)
    {
        RecordingAssert.AddsUp(profile);
        double all = profile.Methods.Sum(row => (double)row.ElapsedSelf.TotalNs), seconds = profile.Recording.ObservedNs / 1e9;
        return profile.Methods.Where(row => row.Method.StartsWith("AsyncProf.Target", StringComparison.Ordinal))
            .ToDictionary(row => row.Method, row => (row.ElapsedSelf.TotalNs / all, row.Calls / seconds, row.Calls), StringComparer.Ordinal);
    }
}
