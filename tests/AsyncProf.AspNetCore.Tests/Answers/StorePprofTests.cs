using System.IO.Compression;
using AsyncProf.Answers;
using AsyncProf.AspNetCore.Tests.Apps;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing;

namespace AsyncProf.AspNetCore.Tests.Answers;

public sealed class StorePprofTests
{
    private static readonly AsyncProfile Profile = WrittenProfile.Of(("GET / > Shop.ReadAsync", 2, 10, 20), ("GET / > Shop.ReadAsync > await Task.Delay", 0, 30, 60));

    [Fact]
    public void Write_OfAProfile_LeavesOutLabelsAndSaysItsPeriod()
    {
        byte[] written = Write();
        using var packed = new GZipStream(new MemoryStream(written), CompressionMode.Decompress);
        using var message = new MemoryStream();
        packed.CopyTo(message);

        List<string> strings = [];
        (int samples, int labels, long type, long unit, long period) = (0, 0, 0, 0, 0);
        for (var reader = new ProtoReader(message.ToArray()); reader.Next();)
        {
            if (reader.Field == 6)
                strings.Add(System.Text.Encoding.UTF8.GetString(reader.Bytes));
            else if (reader.Field == 12)
                period = (long)reader.Number;
            else if (reader.Field == 2)
                samples++;
            for (var inner = new ProtoReader(reader.Field is 2 or 11 ? reader.Bytes : default); inner.Next();)
            {
                labels += reader.Field == 2 && inner.Field == 3 ? 1 : 0;
                if (reader.Field == 11)
                    (type, unit) = inner.Field == 1 ? ((long)inner.Number, unit) : (type, (long)inner.Number);
            }
        }

        Assert.Equal((2, 0, 1), (samples, labels, period));
        Assert.Equal(("wall", "nanoseconds"), (strings[(int)type], strings[(int)unit]));
    }

    [Fact]
    public void Write_OfAProfile_KeepsStacksAndTimes()
    {
        AsyncProfile read = FetchedProfile.Load(Write());

        Assert.Equal((Profile.Tree.ElapsedTotal.TotalNs, Profile.Tree.TaskTotal.TotalNs), (read.Tree.ElapsedTotal.TotalNs, read.Tree.TaskTotal.TotalNs));
        Assert.Contains(read.Methods, row => row.Method == "Shop.ReadAsync");
    }

    private static byte[] Write()
    {
        using var output = new MemoryStream();
        StorePprof.Write(Profile, output);
        return output.ToArray();
    }
}
