using System.Net.Sockets;
using System.Text;

namespace AsyncProf.AspNetCore.Tests.Apps;

/// <summary>A request as no client library would send it.</summary>
internal static class RawRequest
{
    /// <summary>Asks for a target as it is, and returns all that comes back.</summary>
    public static async Task<string> GetAsync(int port, string target)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
