using AsyncProf.Cli.Viewing;

namespace AsyncProf.Cli.Tests.Viewing;

public class PrivatePageTests
{
    [Fact]
    public void LeadingTo_AnAddress_WritesAPageThatNobodyElseReadsAndThatGoes()
    {
        string path;
        using (PrivatePage page = PrivatePage.LeadingTo("http://127.0.0.1:1/secret/0/\"><script>"))
        {
            path = page.Path;
            Assert.Contains("url=http://127.0.0.1:1/secret/0/&quot;&gt;&lt;script&gt;", File.ReadAllText(path), StringComparison.Ordinal);
            if (OperatingSystem.IsWindows())
                return;
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }
}
