using System.Globalization;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Testing.Processes;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>A recording of a steady program.</summary>
/// <param name="Profile">What it shows.</param>
/// <param name="Turns">How often the program's workers went round in each half second, by its own count.</param>
/// <param name="Waited">How long its methods waited meanwhile by its own clock, each of them as a share of all.</param>
internal sealed record SteadyRun(AsyncProfile Profile, IReadOnlyList<long> Turns, IReadOnlyList<double> Waited)
{
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(0.5);

    /// <summary>In how many half seconds the program was slower or faster than it mostly is by more than a share: the machine's doing.</summary>
    public int Unsteady(double share)
    {
        long usual = Turns.Order().ElementAt(Turns.Count / 2);
        return Turns.Count(turns => Math.Abs(turns - usual) > share * usual);
    }

    /// <summary>How far the shares of the methods lie from those of another run by the programs' own clocks, the furthest of them, as a share of the other's: timers are late by more in one program than in another.</summary>
    public double FarFrom(SteadyRun other) => Waited.Zip(other.Waited).Max(shares => Math.Abs((shares.First / shares.Second) - 1));

    /// <summary>Records it, and asks it meanwhile.</summary>
    public static async Task<SteadyRun> RecordAsync(RunningProgram program, string file, int seconds, params string[] options)
    {
        Task<(int Code, string Output, string Errors)> recording = Tool.RunAsync(
            ["record", "--pid", program.Id.ToString(CultureInfo.InvariantCulture), "--source", "agent", "-d", string.Create(CultureInfo.InvariantCulture, $"{seconds}s"), "--force", "-o", file, .. options]);
        var turns = new List<long>();
        long[] before = await WaitedAsync(program);
        long last = await TurnsAsync(program);
        using var timer = new PeriodicTimer(Apart);
        while (!recording.IsCompleted)
        {
            await timer.WaitForNextTickAsync();
            long now = await TurnsAsync(program);
            turns.Add(now - last);
            last = now;
        }

        (int code, _, string errors) = await recording;
        Assert.True(code == 0, errors);
        long[] waited = [.. (await WaitedAsync(program)).Zip(before, (after, earlier) => after - earlier)];
        double all = waited.Sum();
        return new SteadyRun(NettraceProfile.Load(file), turns, [.. waited.Select(ticks => ticks / all)]);
    }

    private static async Task<long[]> WaitedAsync(RunningProgram program) =>
        [.. (await program.AskAsync("waited"))!.Split(' ').Select(ticks => long.Parse(ticks, CultureInfo.InvariantCulture))];

    private static async Task<long> TurnsAsync(RunningProgram program) => long.Parse((await program.AskAsync("turns"))!, CultureInfo.InvariantCulture);
}
