using AsyncProf.Cli.Exporting;
using AsyncProf.Exporters;
using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Cli.Tests.Exporting;

public class ExportFormatTests
{
    [Theory]
    [MemberData(nameof(Names))]
    public void Write_OfANameWithHalfASurrogate_WritesTheRest(string format)
    {
        var script = new ScriptedProfile();
        string half = new(['S', 'h', 'o', 'p', '\ud800', 'A']);
        script.Call(script.Root(half, 10, 1000), half + ".B", 10, 1_000_000, on: half);
        AsyncProfile profile = script.Build();
        using var bytes = new MemoryStream();

        ExportFormat.Named(format)!.Write(new ExportJob(profile, [], half, ProfileAxis.Elapsed), bytes);

        Assert.InRange(bytes.Length, 20, 1_000_000);
    }

    public static TheoryData<string> Names => [.. ExportFormat.All.Select(format => format.Name)];
}
