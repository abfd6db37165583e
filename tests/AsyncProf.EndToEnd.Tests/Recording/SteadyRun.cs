using System.Globalization;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Testing.Processes;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>A recording of a steady program.</summary>
/// <param name="Profile">What it shows.</param>
/// <param name="Turns">How often the program's workers went round in each half second, by its own count.</param>
internal sealed record SteadyRun(AsyncProfile Profile, IReadOnlyList<long> Turns)
{
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(0.5);

    /// <summary>In how many half seconds the program was slower or faster than it mostly is by more than a share: the machine's doing.</summary>
    public int Unsteady(double share)
    {
        long usual = Turns.Order().ElementAt(Turns.Count / 2);
        return Turns.Count(turns => Math.Abs(turns - usual) > share * usual);
    }

    /// <summary>Records it, and asks it meanwhile.</summary>
    public static async Task<SteadyRun> RecordAsync(RunningProgram program, string file, int seconds, params string[] options)
    {
        Task<(int Code, string Output, string Errors)> recording = Tool.RunAsync(
            ["record", "--pid", program.Id.ToString(CultureInfo.InvariantCulture), "--source", "agent", "-d", string.Create(CultureInfo.InvariantCulture, $"{seconds}s"), "--force", "-o", file, .. options]);
        var turns = new List<long>();
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
        return new SteadyRun(NettraceProfile.Load(file), turns);
    }

    private static async Task<long> TurnsAsync(RunningProgram program) => long.Parse((await program.AskAsync("turns"))!, CultureInfo.InvariantCulture);
}
