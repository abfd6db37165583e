using AsyncProf.Decoding;
using AsyncProf.Fuzzing.Seeds;
using AsyncProf.Fuzzing.Targets;
using AsyncProf.Profiles;

namespace AsyncProf.Fuzzing.Tests;

/// <summary>Mutations of what nobody reads would find nothing: the seeds are files as they should be.</summary>
public sealed class SeedTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Recording_OfARandomProgram_HasAllItsOperations(bool isAgents)
    {
        string path = Path.Combine(_directory.FullName, "x.nettrace");
        File.WriteAllBytes(path, isAgents ? NettraceSeed.OfAgent(1) : NettraceSeed.OfRuntime(1));

        AsyncProfile profile = NettraceProfile.Load(path);

        Assert.Equal(Testing.Playback.OfRandom(1).Methods.Sum(method => method.Calls), profile.Methods.Sum(method => method.Calls));
        Assert.Equal(0, profile.Recording.BrokenOff);
    }

    [Fact]
    public void Recording_TakenApart_IsTheSameWhenItIsPutTogether()
    {
        byte[] recording = NettraceSeed.OfRuntime(2);

        List<NettracePart> parts = NettracePart.Split(recording);

        Assert.Equal(recording, NettracePart.Join(parts));
        Assert.Contains(parts, part => part.Type == "StackBlock");
    }

    [Theory]
    [InlineData(NettraceTarget.Kind)]
    [InlineData(PprofTarget.Kind)]
    [InlineData(BatchTarget.Kind)]
    [InlineData(CommandTarget.Kind)]
    public void Mutate_WithTheSameSeed_MakesTheSameInputs(string kind)
    {
        using IFuzzTarget one = FuzzTargets.Named(kind)!, two = FuzzTargets.Named(kind)!;
        Random first = new(7), second = new(7);

        for (int i = 0; i < 20; i++)
            Assert.Equal(one.Mutate(first), two.Mutate(second));
    }
}
