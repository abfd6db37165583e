using System.Text;
using AsyncProf.Events;
using AsyncProf.Exporters;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Renderers;

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
