using System.Text;
using AsyncProf.Recording.Attaching;

namespace AsyncProf.Analyzer.Tests.Recording;

/// <summary>A file that is read behind its writer.</summary>
public sealed class FollowedFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(true, "first and rest")]
    [InlineData(false, "first")]
    public void Read_AfterAStop_GoesOnToTheEndIfTheRestIsWanted(bool readsRest, string expected)
    {
        using var stop = new CancellationTokenSource();
        using var file = new FollowedFile(_path, stop.Token) { ReadsRest = readsRest };
        byte[] buffer = new byte[5];
        var read = new StringBuilder();

        File.AppendAllText(_path, "first");
        Take();
        File.AppendAllText(_path, " and rest");
        stop.Cancel();
        while (Take() > 0)
        {
        }

        Assert.Equal(expected, read.ToString());

        int Take()
        {
            int length = file.Read(buffer);
            read.Append(Encoding.UTF8.GetString(buffer, 0, length));
            return length;
        }
    }
}
