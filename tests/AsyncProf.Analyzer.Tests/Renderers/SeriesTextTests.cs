using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Renderers;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Analyzer.Tests.Renderers;

public class SeriesTextTests
{
    [Fact]
    public void Write_OfAProfile_DrawsEachMeasureAndTellsWhatRanAtTheMemorysPeak() => Assert.Equal(
        """
        each second                       least    average       most   peak at
        working set       ▅ █             50 MB      75 MB     100 MB       2 s
        running           ▁▅█                 0       0.43       0.80       2 s
        waiting           █▅▂              0.20       0.57       1.00       0 s
        Nothing at any time: ready, blocked
        Paused for GC 3 times, 30.0 ms; longest 20.0 ms, at 2.10 s, generation 2

        Most memory at 2 s: working set 100 MB. What ran and waited then:
          running   waiting     ready   blocked stack
           800 ms                               Shop.Load
                     200 ms                     Shop.Load > await Task.Delay


        """.ReplaceLineEndings("\n"),
        SeriesText.Write(Profile(), 72));

    [Fact]
    public void Write_OfAFileOfSums_SaysNothing()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
        try
        {
            string path = Path.Combine(directory.FullName, "sums.pb.gz");
            Profile().Save(path);
            Assert.Equal("", SeriesText.Write(AsyncProfile.Load(path), 100));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public void Write_AtAnyWidth_IsNoWider(int width) => Assert.All(SeriesText.Write(Profile(), width).Split('\n'), line => Assert.InRange(line.Length, 0, width));

    private static AsyncProfile Profile()
    {
        AsyncProfile profile = Playback.Of(s => s.Method("Shop.Load", [new Step.Await(s.Delay(1_499)), new Step.Burn(1_300), new Step.Await(s.Delay(200))])).Profile;
        Timeline timeline = profile.Data.Timeline!;
        TimeSeries series = timeline.Series! with
        {
            PauseCount = 3,
            PausedNs = 30_000_000,
            Pauses = [new GcPause(100, 10_000_000, 0), new GcPause(2_100_000_000, 20_000_000, 2)],
        };
        series = series with { Measures = [new MeasuredValues(SeriesMeasure.WorkingSet, [50e6, double.NaN, 100e6]), .. series.Measures] };
        ProfileData data = profile.Data;
        return new AsyncProfile(profile.Recording, new ProfileData
        {
            Frames = data.Frames,
            Stacks = data.Stacks,
            Samples = data.Samples,
            Methods = data.Methods,
            Roots = data.Roots,
            Timeline = timeline with { Series = series },
        });
    }
}
