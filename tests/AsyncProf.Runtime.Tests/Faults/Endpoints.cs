using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace AsyncProf.Runtime.Tests.Faults;

/// <summary>One endpoint of each kind. Each answers with the number it was asked for.</summary>
internal static class Endpoints
{
    /// <summary>A source of the app's own.</summary>
    public static ActivitySource Own { get; } = new("AsyncProf.Runtime.Tests.Own");

    /// <summary>What the gate's requests wait for.</summary>
    public static TaskCompletionSource Gate { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<string> AsyncAsync(int id)
    {
        await Task.Delay(2);
        return $"{await DeeperAsync(id)}";
    }

    public static string Sync(int id) => $"{id}";

#pragma warning disable RS0030 // blocking is what it is for
    public static string Block(int id) => AsyncAsync(id).Result;
#pragma warning restore RS0030

    public static async Task<string> OutliveAsync(int id)
    {
        _ = LaterAsync();
        await Task.Yield();
        return $"{id}";
    }

    public static async Task<string> GateAsync(int id)
    {
        await Gate.Task;
        return $"{id}";
    }

    /// <summary>Makes a span of its own, which ends before it does.</summary>
    public static async Task<string> OwnSpanAsync(int id)
    {
        using (Own.StartActivity("own"))
            await Task.Delay(2);
        return $"{await DeeperAsync(id)}";
    }

    public static async Task<string> FailingAsync(int id)
    {
        try
        {
            await WrappingAsync();
        }
        catch (InvalidOperationException)
        {
            return $"{id}";
        }

        return "";
    }

    public static async Task EndlessAsync(HttpContext context)
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.WriteAsync("more\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(20, context.RequestAborted);
        }
    }

    private static async Task<int> DeeperAsync(int id)
    {
        await Task.Delay(10); // whoever is not awaited because it has ended has no span
        return id;
    }

    private static async Task WrappingAsync()
    {
        try
        {
            await ThrowingAsync();
        }
        catch (FormatException cause)
        {
            throw new InvalidOperationException("It is wrapped.", cause);
        }
    }

    private static async Task ThrowingAsync()
    {
        await Task.Delay(100);
        throw new FormatException("It is thrown.");
    }

    private static async Task LaterAsync() => await Task.Delay(100);
}
