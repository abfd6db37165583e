using System.Globalization;

namespace AsyncProf.Target;

/// <summary>The ways in which a process ends.</summary>
internal static class Ending
{
    public const int Steps = 40;

    private static readonly TimeSpan SlowStep = TimeSpan.FromMilliseconds(40);

    public static async Task<int> RunAsync(string how)
    {
        for (int i = 0; i < Steps; i++)
        {
            await Work.StepAsync();
            if (how is "exit" or "fail")
                Thread.Sleep(SlowStep); // what was not sent yet is lost: on a busy machine nothing would be sent by then
        }

        switch (how)
        {
            case "exit":
                Environment.Exit(7);
                break;
            case "throw":
                throw new InvalidOperationException("on purpose");
            case "fail":
                Environment.FailFast("on purpose");
                break;
            case "wait":
                Console.WriteLine("waiting");
                await Task.Delay(Timeout.Infinite);
                break;
        }

        return int.Parse(how, CultureInfo.InvariantCulture);
    }
}
