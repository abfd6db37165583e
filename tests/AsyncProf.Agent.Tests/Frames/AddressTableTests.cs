using AsyncProf.Frames;

namespace AsyncProf.Agent.Tests.Frames;

public class AddressTableTests
{
    [Fact]
    public unsafe void Find_OfWhatWasSet_IsIt()
    {
        var table = new AddressTable();
        nint address = unchecked((nint)0x7F00_1234_5678);

        Assert.True(table.Set(address, value: 33, stamp: 4, words: 5, check: 6));

        AddressTable.Slot* slot = AddressTable.Find(table.Slots, address);
        Assert.True(slot != null);
        Assert.Equal((33, 4, 5, 6), (slot->Value, slot->Stamp, slot->Words, slot->Check));
        Assert.True(AddressTable.Find(table.Slots, address + 1) == null);
        Assert.Equal(1, table.Count);
    }

    [Fact]
    public unsafe void Set_OfAnAddressAgain_ReplacesWhatWasSaid()
    {
        var table = new AddressTable();
        table.Set(1, 10, 1, 2, 3);

        table.Set(1, 20, 2);

        AddressTable.Slot* slot = AddressTable.Find(table.Slots, 1);
        Assert.Equal((20, 2, 0, 0), (slot->Value, slot->Stamp, slot->Words, slot->Check));
        Assert.Equal(1, table.Count);
    }

    [Theory]
    [InlineData(1, 0x7F00_0000_0001)]
    [InlineData(16, 0x7F00_0000_0010)]
    [InlineData(-64, -1)]
    [InlineData(1L << 24, 1L << 24)] // hashes that collide
    public unsafe void Set_OfMoreAddressesThanThereIsRoomAtFirst_KeepsAll(long step, long first)
    {
        const int Many = 20_000;
        var table = new AddressTable();
        for (int i = 0; i < Many; i++)
            Assert.True(table.Set((nint)(first + (i * step)), i + 1, stamp: i));

        Assert.Equal(Many, table.Count);
        for (int i = 0; i < Many; i++)
            Assert.Equal((i + 1, i), ValueOf(table, (nint)(first + (i * step))));
        Assert.True(AddressTable.Find(table.Slots, (nint)(first + (Many * step))) == null);
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(8192)]
    public unsafe void Set_InATableThatMayNotGrow_RefusesBeforeASearchGetsLong(int largest)
    {
        var table = new AddressTable(largest);
        int taken = 0;
        for (int i = 1; i <= largest * 2; i++)
            taken += table.Set(i * 64, i, 0) ? 1 : 0;

        Assert.InRange(taken, largest / 2, largest - 1);
        Assert.Equal(taken, table.Count);
        Assert.Equal((1, 0), ValueOf(table, 64));
        Assert.True(AddressTable.Find(table.Slots, largest * 2 * 64) == null); // and it ends
    }

    [Fact]
    public unsafe void Find_InATableThatWasReplaced_StillReads()
    {
        var table = new AddressTable();
        table.Set(7, 70, 0);
        AddressTable.Slot* before = table.Slots;
        for (int i = 100; i < 10_000; i++)
            table.Set(i, i, 0);

        Assert.True(table.Slots != before);
        Assert.Equal(70, AddressTable.Find(before, 7)->Value);
    }

    [Fact]
    public async Task Set_FromManyThreads_NeverGivesAWrongValue()
    {
        const int Each = 5_000;
        var table = new AddressTable();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() => Work(table, thread))));

        int found = Enumerable.Range(1, 8 * Each).Count(i => ValueOf(table, i * 16) is { Value: not 0 });
        Assert.InRange(found, Each, 8 * Each); // what was added while it grew may be lost
        for (int i = 1; i <= 8 * Each; i++)
            table.Set(i * 16, i, 0);
        Assert.All(Enumerable.Range(1, 8 * Each), i => Assert.Equal(i, ValueOf(table, i * 16).Value));

        static void Work(AddressTable table, int thread)
        {
            for (int i = 1; i <= Each; i++)
            {
                int mine = (thread * Each) + i, other = ((thread + 1) % 8 * Each) + i;
                table.Set(mine * 16, mine, 0);
                Assert.Contains(ValueOf(table, other * 16).Value, (int[])[0, other]);
            }
        }
    }

    private static unsafe (int Value, int Stamp) ValueOf(AddressTable table, nint address) =>
        AddressTable.Find(table.Slots, address) is var slot && slot == null ? (0, 0) : (slot->Value, slot->Stamp);
}
