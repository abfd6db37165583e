namespace AsyncProf.Workload;

/// <summary>Operations that are suspended before anybody records, and now and then go on.</summary>
internal static class Pending
{
    public static async Task ForeverAsync()
    {
        while (true)
            await StepAsync();
    }

    private static async Task StepAsync() => await Task.Delay(37);
}
