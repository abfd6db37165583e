using System.Buffers.Binary;
using AsyncProf.Heap.Reading;

namespace AsyncProf.Analyzer.Tests.Heap.Reading;

/// <summary>How long a core file should be, by what it says itself.</summary>
public class CoreLengthTests
{
    private const int Header = 64, Segment = 56, Section = 64, Many = 0xffff;

    [Theory]
    [InlineData(Header + (2 * Segment) + 300)]
    [InlineData(Header + (2 * Segment))]
    public void Of_ACoreFile_IsTheEndOfItsLastSegment(int length) => Assert.Equal(Header + (2 * Segment) + 300, CoreLength.Of(Core(length)));

    [Theory]
    [InlineData(Header, Header + (2 * Segment))]
    [InlineData(Header + Segment, Header + (2 * Segment))]
    public void Of_AFileThatEndsInItsTable_IsAtLeastThat(int length, long whole) => Assert.Equal(whole, CoreLength.Of(Core(length)));

    [Fact]
    public void Of_MoreSegmentsThanTheHeaderCanCount_ReadsTheirNumberInTheFirstSection()
    {
        byte[] core = Core(Header + (2 * Segment) + 300 + Section).ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(core.AsSpan(56), Many);
        BinaryPrimitives.WriteUInt64LittleEndian(core.AsSpan(40), (ulong)(core.Length - Section));
        BinaryPrimitives.WriteUInt32LittleEndian(core.AsSpan(core.Length - Section + 44), 2);

        Assert.Equal(core.Length - Section, CoreLength.Of(new MemoryStream(core)));
        Assert.Equal(core.Length, CoreLength.Of(new MemoryStream(core[..^1])));
    }

    [Theory]
    [InlineData(32)] // the table
    [InlineData(Header + 8)] // a segment
    [InlineData(Header + 32)]
    public void Of_NumbersThatNoFileCanReach_AreMoreThanItHas(int at)
    {
        byte[] core = Core(Header + (2 * Segment) + 300).ToArray();
        core.AsSpan(at, 8).Fill(0xff);

        Assert.True(CoreLength.Of(new MemoryStream(core)) > core.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u007fELF")]
    [InlineData("MDMP, which is no core file of Linux, and is left to who knows it better than we do")]
    public void Of_WhatIsNoCoreFile_IsNotTold(string text) => Assert.Null(CoreLength.Of(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(text))));

    /// <summary>Two segments, the second of which lies before the first, as far as the file goes.</summary>
    private static MemoryStream Core(int length)
    {
        byte[] core = new byte[Math.Max(length, Header + (2 * Segment))];
        "\u007fELF"u8.CopyTo(core);
        (core[4], core[5]) = (2, 1);
        BinaryPrimitives.WriteUInt64LittleEndian(core.AsSpan(32), Header);
        BinaryPrimitives.WriteUInt16LittleEndian(core.AsSpan(54), Segment);
        BinaryPrimitives.WriteUInt16LittleEndian(core.AsSpan(56), 2);
        Write(0, Header + (2 * Segment) + 100, 200);
        Write(1, Header + (2 * Segment), 100);
        return new MemoryStream(core[..length]);

        void Write(int segment, ulong at, ulong size)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(core.AsSpan(Header + (segment * Segment) + 8), at);
            BinaryPrimitives.WriteUInt64LittleEndian(core.AsSpan(Header + (segment * Segment) + 32), size);
        }
    }
}
