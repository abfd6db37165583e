using System.Text;
using AsyncProf.Events;
using AsyncProf.Exporters;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Renderers;
using AsyncProf.Testing;

namespace AsyncProf.Analyzer.Tests.Renderers;

/// <summary>Methods lead to their source in all that people and programs read, and only to addresses of the web.</summary>
public class ReportMarkdownTests
{
    private const string File = "https://raw.githubusercontent.com/shop/web/0123abcd/src/Orders(1).cs", Page = "https://github.com/shop/web/blob/0123abcd/src/Orders%281%29.cs#L7";

    [Fact]
    public void Write_OfAMethodWithASourceLink_LeadsToItsLine()
    {
        AsyncProfile profile = Linked(File);

        Assert.Contains($"| [Shop.P\\_1]({Page}) | 1 |", ReportMarkdown.Write(profile, profile.Methods, []), StringComparison.Ordinal);
        Assert.Contains($"\"link\":\"{Page}\"", Written(output => ReportJson.Write(profile, profile.Methods, [], output)), StringComparison.Ordinal);
        Assert.Contains($"\"link\":\"{Page}\"", Written(output => HtmlPage.Write(profile, [], "shop", output)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:secret@host/x")]
    [InlineData("")]
    public void Write_OfAMethodWithAnyOtherAddress_LeadsNowhere(string link)
    {
        AsyncProfile profile = Linked(link);

        Assert.Contains("| Shop.P\\_1 | 1 |", ReportMarkdown.Write(profile, profile.Methods, []), StringComparison.Ordinal);
        Assert.DoesNotContain("\"link\":", Written(output => ReportJson.Write(profile, profile.Methods, [], output)), StringComparison.Ordinal);
        Assert.DoesNotContain("\"link\":", Written(output => HtmlPage.Write(profile, [], "shop", output)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alloc", "blocked | alloc | cpu |", "0 | 1.00 KiB | 4.00 ms |")]
    [InlineData("cpu", "blocked | alloc | cpu |", "0 | 1.00 KiB | 4.00 ms |")]
    [InlineData("p50", "blocked | alloc | cpu |", "0 | 1.00 KiB | 4.00 ms |")]
    [InlineData("preempted", "blocked | alloc | cpu | preempt |", "0 | 1.00 KiB | 4.00 ms | 2.00 ms |")]
    [InlineData("self", "blocked | alloc | cpu | self |", "0 | 1.00 KiB | 4.00 ms | 9.00 ms |")]
    public void Write_OfMethodsInAnOrder_HasAColumnOfWhatTheyAreSortedBy(string sort, string head, string row)
    {
        var script = new ScriptedProfile();
        int stack = script.Root("Shop.RunAsync", 1, 9_000_000, RootKind.Operation);
        script.Allocated(stack, 1024);
        script.Computed(stack, 4_000_000, preemptedNs: 2_000_000);
        AsyncProfile profile = script.Build(new RecordingInfo { Allocated = new AllocationInfo(1024, 1024, 0, 0, 0), Cpu = new CpuInfo(4_000_000, 4_000_000, 0, 0) });

        string[] lines = Sorted(profile, sort).Split('\n');

        int at = Array.FindIndex(lines, line => line.StartsWith("| method |", StringComparison.Ordinal));
        Assert.EndsWith(head, lines[at], StringComparison.Ordinal);
        Assert.EndsWith(row, lines[at + 2], StringComparison.Ordinal);
        Assert.Single(lines[at..(at + 3)].Select(line => line.Count(letter => letter == '|')).Distinct());
    }

    [Theory]
    [InlineData("alloc")]
    [InlineData("cpu-total")]
    [InlineData("name")]
    public void Write_OfWhatWasNotMeasured_HasNoColumnOfIt(string sort) => Assert.Contains("| ready | blocked |\n", Sorted(new ScriptedProfile().Build(), sort), StringComparison.Ordinal);

    private static string Sorted(AsyncProfile profile, string sort) => ReportMarkdown.Write(profile, MethodOrder.Sort(profile.Methods, sort), [], false, false, sort);

    private static string Written(Action<Stream> write)
    {
        using var output = new MemoryStream();
        write(output);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static AsyncProfile Linked(string link)
    {
        var builder = new ProfileDataBuilder();
        int stack = builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, "Shop.P_1", false) { File = "/src/Orders.cs", Line = 7, Link = link }));
        builder.Add(new StackCharge(stack, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, 100), new Measures(1, 5, new TimeByState(5, 0, 0, 0), new TimeByState(5, 0, 0, 0))));
        return new AsyncProfile(new RecordingInfo(), builder.Build());
    }
}
