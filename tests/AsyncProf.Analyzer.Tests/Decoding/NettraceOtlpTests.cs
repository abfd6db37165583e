using AsyncProf.Analyzer.Tests.Recording;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Otlp;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing.OtlpProfiles;

namespace AsyncProf.Analyzer.Tests.Decoding;

/// <summary>A recording of a real process as OTLP profiles.</summary>
[Collection(OwnRecordingCollection.Name)]
public sealed class NettraceOtlpTests(OwnRecording recording)
{
    [Fact]
    public void Write_OfARecording_TellsWhatThePprofFileTellsByTheRulesOfTheFormat()
    {
        AsyncProfile profile = NettraceProfile.Load(recording.Path);
        using var file = new MemoryStream();

        OtlpProfileFile.Write(profile, new OtlpProfileOptions(), file);

        Assert.Empty(ProfCheck.Of(file.ToArray()));
        SortedDictionary<string, long> sums = StackSums.OfOtlp(file.ToArray());
        Assert.Contains(sums.Keys, key => key.Contains("OwnRecording.InnerAsync", StringComparison.Ordinal));
        Assert.Equal(StackSums.OfPprof(PprofWriter.Write(profile)), sums);
    }
}
