using System.Text;
using AsyncProf.Cli.Commands;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Tests;

/// <summary>The tool without a process, called in a folder.</summary>
internal static class TestConsole
{
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string folder, params string[] arguments)
    {
        using var bytes = new MemoryStream();
        using var output = new StreamWriter(bytes, leaveOpen: true) { AutoFlush = true };
        using var errors = new StringWriter();
        int code = await AsyncProfCommand.RunAsync(arguments, new CliConsole(output, new Lazy<Stream>(bytes), errors, folder));
        return (code, Encoding.UTF8.GetString(bytes.ToArray()), errors.ToString());
    }
}
