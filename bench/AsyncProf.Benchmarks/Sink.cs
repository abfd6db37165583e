using System.Net;

namespace AsyncProf.Benchmarks;

/// <summary>A place to send spans to that takes everything and keeps nothing, for <c>bench/overhead.sh</c>.</summary>
internal static class Sink
{
    public static async Task RunAsync(string prefix)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add(prefix);
        listener.Start();
        byte[] buffer = new byte[1 << 16];
        while (true)
        {
            HttpListenerContext context = await listener.GetContextAsync();
            while (await context.Request.InputStream.ReadAsync(buffer) > 0)
            {
            }

            context.Response.ContentType = "application/x-protobuf";
            context.Response.Close();
        }
    }
}
