using System.Buffers;
using AsyncProf.Events.Batches;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Core.Tests.Symbols;

public class MethodRecordsTests
{
    private static readonly (int Id, MethodName Method)[] Records =
    [
        (2, new MethodName { Type = "Shop.Orders", Name = "GetAsync", Overload = "(int)", Assembly = "Shop", Module = new Guid("0b9f3a57-56a5-4b4f-9d0f-43f4c8b0a1a2") }),
        (3, new MethodName { Name = "Übergröße<T>", IsAmbiguous = true, IsAmbiguousInFrameworks = true }),
        (70_000, new MethodName { Type = "A", Name = "Items", IsIterator = true }),
    ];

    [Fact]
    public void Read_OfWhatWasWritten_GivesItBack() => Assert.Equal(Records, MethodRecords.Read(Written(Records)));

    [Fact]
    public void Write_OfTextsOfAnyLength_KeepsWithinTheSizeThatItTells()
    {
        var method = new MethodName { Type = new string('ü', 5_000), Name = "N" };
        byte[] bytes = Written([(1, method)]);

        Assert.InRange(bytes.Length, 1_000, MethodRecords.SizeOf(method));
        Assert.Equal(MethodRecords.LongestText, MethodRecords.Read(bytes).Single().Method.Type.Length);
    }

    [Fact]
    public void Read_OfAnythingElse_EndsInOneKindOfException()
    {
        byte[] whole = Written(Records);
        var random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = i % 3 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (int flips = i % 3; flips > 0; flips--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                MethodRecords.Read(damaged);
            }
            catch (BatchFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, 19_999);
    }

    private static byte[] Written(IReadOnlyCollection<(int Id, MethodName Method)> records)
    {
        var output = new ArrayBufferWriter<byte>();
        MethodRecords.Write(records, output);
        return output.WrittenSpan.ToArray();
    }
}
