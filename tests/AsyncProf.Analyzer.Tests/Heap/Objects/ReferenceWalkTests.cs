using System.Buffers.Binary;
using AsyncProf.Heap.Objects;

namespace AsyncProf.Analyzer.Tests.Heap.Objects;

/// <summary>Where references lie, as the runtime writes it down: a series is as much longer than the object as its length is, and an object's last word is the next one's.</summary>
public class ReferenceWalkTests
{
    [Fact]
    public void Next_OfSeries_IsWhatTheyCoverInTheOrderInWhichItLies()
    {
        // Two references, a number, one more: 48 bytes with the header of the next object.
        var map = new ReferenceMap([(32, 8 - 48), (8, 16 - 48)], []);

        Assert.Equal([(8, 1UL), (16, 2UL), (32, 4UL)], All(map, 0x1000, 1, 2, 3, 4, 0xdead));
    }

    [Fact]
    public void Next_OfNulls_LeavesThemOut() => Assert.Equal([(16, 7UL)], All(new ReferenceMap([(8, 16 - 32)], []), 0x1000, 0, 7, 0xdead));

    [Fact]
    public void Next_OfAnArrayOfReferences_IsEachElement() => Assert.Equal([(16, 5UL), (24, 6UL), (32, 7UL)], All(new ReferenceMap([(16, -24)], []), 0x1000, 3, 5, 6, 7, 0xdead));

    [Fact]
    public void Next_OfAnArrayOfStructs_SkipsWhatIsNone()
    {
        // Each element: a reference, a number, a reference.
        var map = new ReferenceMap([(16, 0)], [(1, 8), (1, 0)]);

        Assert.Equal([(16, 1UL), (32, 2UL), (40, 3UL), (56, 4UL)], All(map, 0x1000, 2, 1, 99, 2, 3, 99, 4, 0xdead));
    }

    [Fact]
    public void Next_OfAPatternWithoutReferences_Ends() => Assert.Empty(All(new ReferenceMap([(16, 0)], [(0, 8)]), 0x1000, 1, 2, 3));

    [Fact]
    public void Next_OfAnObjectThatIsCutOff_IsWhatIsThere() => Assert.Equal([(8, 1UL)], All(new ReferenceMap([(8, 64)], []), 0x1000, 1));

    [Fact]
    public void Next_WithoutAMap_IsNothing() => Assert.Empty(All(null, 0x1000, 1, 2));

    private static List<(int At, ulong Address)> All(ReferenceMap? map, params ulong[] words)
    {
        byte[] bytes = new byte[words.Length * 8];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * 8), words[i]);
        var walk = new ReferenceWalk(map, bytes);
        var all = new List<(int, ulong)>();
        while (walk.Next(out int at, out ulong address))
            all.Add((at, address));
        return all;
    }
}
