using System.Buffers;
using AsyncProf.Events.Batches;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Core.Tests.Symbols.Awaits;

public class AwaitRecordsTests
{
    private static readonly AwaitInfo Receive = new("Socket.ReceiveAsync", false, "/src/Übergröße.cs", 42, 0) { Through = "Shop.A.M\nShop.B.N" };
    private static readonly AwaitInfo OneOf = new("SemaphoreSlim.WaitAsync, ChannelReader.ReadAsync", true, "", 0, -1);

    private static readonly PlaceRecord[] Places =
    [
        new(1, 2, Receive),
        new(2, 70_000, null),
        new(65_535, 3, OneOf),
        new(300, int.MaxValue, new AwaitInfo("", false, "F.cs", int.MaxValue, int.MaxValue - 1)),
        new(4, 5, AwaitInfo.Lost),
    ];

    private static readonly CodeRecord[] Codes =
    [
        new(1, "/src/Shop.cs", 12, Receive, OneOf),
        new(2, "", 0, null, null),
        new(70_000, @"C:\src\Shop.cs", int.MaxValue, null, AwaitInfo.Lost),
    ];

    private static readonly PassedRecord[] Passed =
    [
        new(1, 2, [Passing("Shop.Mediator", "Send"), Passing("", "<M>b__0\n\0")]),
        new(70_000, 3, []),
    ];

    [Fact]
    public void ReadPlaces_OfWhatWasWritten_GivesItBack() => Assert.Equal(Places, AwaitRecords.ReadPlaces(Written(Places)));

    [Fact]
    public void ReadCodes_OfWhatWasWritten_GivesItBack() => Assert.Equal(Codes, AwaitRecords.ReadCodes(Written(Codes)));

    [Fact]
    public void ReadPassed_OfWhatWasWritten_GivesItBack()
    {
        IReadOnlyList<PassedRecord> read = AwaitRecords.ReadPassed(Written(Passed));

        Assert.Equal(Passed.Select(one => (one.Caller, one.Callee)), read.Select(one => (one.Caller, one.Callee)));
        Assert.Equal(Passed.SelectMany(one => one.Between), read.SelectMany(one => one.Between));
    }

    [Fact]
    public void Read_OfNoRecords_GivesNone()
    {
        Assert.Empty(AwaitRecords.ReadPlaces(Written(Array.Empty<PlaceRecord>())));
        Assert.Empty(AwaitRecords.ReadCodes(Written(Array.Empty<CodeRecord>())));
        Assert.Empty(AwaitRecords.ReadPassed(Written(Array.Empty<PassedRecord>())));
    }

    [Theory]
    [InlineData('x', 5_000)]
    [InlineData('ü', 5_000)]
    [InlineData('漢', 5_000)]
    [InlineData('漢', MethodRecords.LongestText)]
    [InlineData('\ud83d', 1_500)] // half a character
    public void Write_OfLongTexts_CutsThemAndKeepsWithinTheSizeThatItTells(char letter, int length)
    {
        string text = new(letter, length);
        var info = new AwaitInfo(text, true, text, int.MaxValue, int.MaxValue - 1) { Through = text };
        var place = new PlaceRecord(int.MaxValue, int.MaxValue, info);
        var code = new CodeRecord(int.MaxValue, text, int.MaxValue, info, info);
        var passed = new PassedRecord(int.MaxValue, int.MaxValue, [.. Enumerable.Repeat(Passing(text, text), 8)]);

        Assert.InRange(Written([place]).Length, 1_000, AwaitRecords.SizeOf(place));
        Assert.InRange(Written([code]).Length, 1_000, AwaitRecords.SizeOf(code));
        Assert.InRange(Written([passed]).Length, 1_000, AwaitRecords.SizeOf(passed));
        Assert.Equal(MethodRecords.LongestText, AwaitRecords.ReadPlaces(Written([place])).Single().Await!.On.Length);
        Assert.Equal(MethodRecords.LongestText, AwaitRecords.ReadCodes(Written([code])).Single().File.Length);
        Assert.All(AwaitRecords.ReadPassed(Written([passed])).Single().Between, method => Assert.Equal(MethodRecords.LongestText, method.Type.Length));
    }

    [Fact]
    public void Write_OfCodeWithASourceLink_TellsItUnlessItWouldBeCut()
    {
        var code = new CodeRecord(3, "/src/Orders.cs", 7, null, null) { Link = "https://host/Orders.cs" };
        CodeRecord tooLong = code with { Link = "https://host/" + new string('x', MethodRecords.LongestText) };

        Assert.Equal([code, tooLong with { Link = null }], AwaitRecords.ReadCodes(Written([code, tooLong])));
        Assert.InRange(Written([code]).Length, 1, AwaitRecords.SizeOf(code));
    }

    [Fact]
    public void SizeOf_EveryRecord_IsNeverLessThanItTakes()
    {
        Assert.All(Places, place => Assert.InRange(Written([place]).Length, 1, AwaitRecords.SizeOf(place)));
        Assert.All(Codes, code => Assert.InRange(Written([code]).Length, 1, AwaitRecords.SizeOf(code)));
        Assert.All(Passed, passed => Assert.InRange(Written([passed]).Length, 1, AwaitRecords.SizeOf(passed)));
    }

    [Fact]
    public void Read_OfWhatEndsTooEarly_IsRefused()
    {
        Assert.All(Truncated(Written(Places)), part => Assert.Throws<BatchFormatException>(() => { AwaitRecords.ReadPlaces(part); }));
        Assert.All(Truncated(Written(Codes)), part => Assert.Throws<BatchFormatException>(() => { AwaitRecords.ReadCodes(part); }));
        Assert.All(Truncated(Written(Passed)), part => Assert.Throws<BatchFormatException>(() => { AwaitRecords.ReadPassed(part); }));
    }

    [Fact]
    public void Read_OfAnythingElse_EndsInOneKindOfException()
    {
        var random = new Random(7);
        int refused = 0, read = 0;
        byte[][] whole = [Written(Places), Written(Codes), Written(Passed)];
        for (int i = 0; i < 30_000; i++)
        {
            byte[] data = [.. whole[i % 3]];
            if (i % 5 == 0)
                random.NextBytes(data = new byte[random.Next(200)]);
            for (int flips = random.Next(3); flips > 0 && data.Length > 0; flips--)
                data[random.Next(data.Length)] = (byte)random.Next(256);
            foreach (Action<byte[]> reader in new Action<byte[]>[] { d => AwaitRecords.ReadPlaces(d), d => AwaitRecords.ReadCodes(d), d => AwaitRecords.ReadPassed(d) })
            {
                try
                {
                    reader(data);
                    read++;
                }
                catch (BatchFormatException)
                {
                    refused++;
                }
            }
        }

        Assert.True(refused > 1_000 && read > 1_000, $"{refused} refused, {read} read");
    }

    private static IEnumerable<byte[]> Truncated(byte[] whole) => Enumerable.Range(0, whole.Length).Select(length => whole[..length]);

    private static MethodName Passing(string type, string name) => new() { Type = type, Name = name, PassesOn = true };

    private static byte[] Written(IReadOnlyCollection<PlaceRecord> records) => Written(output => AwaitRecords.Write(records, output));

    private static byte[] Written(IReadOnlyCollection<CodeRecord> records) => Written(output => AwaitRecords.Write(records, output));

    private static byte[] Written(IReadOnlyCollection<PassedRecord> records) => Written(output => AwaitRecords.Write(records, output));

    private static byte[] Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }
}
