using AsyncProf.Budgets;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Profiles.Pprof;

/// <summary>Files that are small when they are packed and took gigabytes when they were read. Each is a small one of its kind, read with a small budget.</summary>
public class MemoryTests
{
    private const long Budget = 16 << 20;

    [Fact]
    public void Read_OfNothingButMappings_StaysWithinTheBudget() => Refused(file =>
    {
        var mapping = new ProtoWriter();
        for (int i = 0; i < 500_000; i++)
        {
            mapping.Clear();
            mapping.Number(1, i + 1);
            file.Message(3, mapping);
        }
    });

    [Fact]
    public void Read_OfManyEntriesInEachTable_StaysWithinTheBudget() => Refused(file =>
    {
        var entry = new ProtoWriter();
        for (int i = 2; i < 75_000; i++)
        {
            entry.Clear();
            entry.Number(1, i);
            foreach (int table in (int[])[3, 4, 5])
                file.Message(table, entry);
            file.Text(6, "A");
            Sample(file, 1);
        }
    });

    [Fact]
    public void Read_OfLocationsWithNothingButEmptyLines_StaysWithinTheBudget() => Refused(file =>
    {
        var location = new ProtoWriter();
        var line = new ProtoWriter();
        for (int i = 0; i < 9_999; i++)
            location.Message(4, line);
        for (int i = 0; i < 120; i++)
            file.Message(4, location);
    });

    [Fact]
    public void Read_OfManyStacksOfTwoFrames_StaysWithinTheBudget() => Refused(file =>
    {
        const int Functions = 300;
        for (int i = 2; i <= Functions; i++)
            Function(file, i);
        for (int outer = 2; outer <= Functions; outer++)
        {
            for (int inner = 2; inner <= Functions; inner++)
                Sample(file, inner, outer);
        }
    });

    [Fact]
    public void Read_OfTheSameStacksWithALargerBudget_ReadsAll()
    {
        const int Functions = 300;
        var file = Foreign();
        for (int i = 2; i <= Functions; i++)
            Function(file, i);
        for (int outer = 2; outer <= Functions; outer++)
            Sample(file, 2, outer);
        var budget = new MemoryBudget(Budget);

        AsyncProfile profile = ProfileFile.Read(new MemoryStream(file.Written.ToArray()), budget);

        Assert.Equal(Functions - 1, profile.Roots.Count);
        Assert.Equal(ProfileCost.Of(profile.Data), budget.Used); // what reading alone takes is given back
    }

    [Fact]
    public void Load_OfAFileThatTakesTooMuch_SaysTheLimit()
    {
        string path = Path.GetTempFileName();
        try
        {
            var file = Foreign();
            for (int i = 0; i < 1_000_000; i++)
                file.Text(6, "");
            File.WriteAllBytes(path, file.Written);

            Assert.Equal("reading it takes more than 16 MiB of memory", Assert.Throws<InvalidDataException>(() => AsyncProfile.Load(path, Budget)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A profile of a million samples of as many stacks fits into what is allowed where nobody asks for more; in the fast tier a quarter of both.</summary>
    [Fact]
    public void Read_OfAMillionSamples_FitsIntoTheDefault()
    {
        int parts = Tier.Count(fast: 4, deep: 1), width = 1000 / parts;
        var builder = new ProfileDataBuilder();
        int[] frames = [.. Enumerable.Range(0, 1000).Select(i => builder.Intern(new Frame(FrameKind.Method, $"Shop.Orders.Handler{i}.LoadAsync", false)))];
        foreach (int outer in frames)
        {
            int stack = builder.Intern(0, outer);
            foreach (int inner in frames.AsSpan(0, width))
                builder.Add(new StackCharge(builder.Intern(stack, inner), new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, 100), new Measures(1, 1_000, new TimeByState(1, 2, 3, 4), new TimeByState(1, 2, 3, 4))));
        }

        using var file = new MemoryStream();
        new AsyncProfile(new RecordingInfo(), builder.Build()).Save(file);
        file.Position = 0;

        AsyncProfile read = ProfileFile.Read(file, new MemoryBudget(MemoryBudget.DefaultLimit / parts));

        Assert.Equal(1000 * width, read.Data.Samples.Count);
    }

    /// <summary>It is refused for its memory, and takes about no more than it may until then: tables that grow leave their smaller selves behind.</summary>
    private static void Refused(Action<ProtoWriter> more)
    {
        var file = Foreign();
        more(file);
        using var packed = new MemoryStream(file.Written.ToArray());
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<MemoryBudgetException>(() => ProfileFile.Read(packed, new MemoryBudget(Budget)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * Budget);
    }

    /// <summary>A file of another tool with one function and its location.</summary>
    private static ProtoWriter Foreign()
    {
        var file = new ProtoWriter();
        foreach (string text in (string[])["", "cpu", "nanoseconds", "main"])
            file.Text(6, text);
        var type = new ProtoWriter();
        type.Number(1, 1);
        type.Number(2, 2);
        file.Message(1, type);
        Function(file, 1);
        return file;
    }

    private static void Function(ProtoWriter file, int id)
    {
        file.Text(6, $"f{id}");
        var function = new ProtoWriter();
        function.Number(1, id);
        function.Number(2, id + 3);
        file.Message(5, function);
        var line = new ProtoWriter();
        line.Number(1, id);
        var location = new ProtoWriter();
        location.Number(1, id);
        location.Message(4, line);
        file.Message(4, location);
    }

    private static void Sample(ProtoWriter file, params long[] locations)
    {
        var sample = new ProtoWriter();
        sample.Packed(1, locations);
        sample.Packed(2, [5_000]);
        file.Message(2, sample);
    }
}
