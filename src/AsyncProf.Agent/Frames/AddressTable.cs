using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsyncProf.Frames;

/// <summary>
/// What stands at return addresses: native memory, open addressing, any thread reads and adds without a lock. A table that is half full is replaced by one of twice its size, and stays,
/// because a reader may be in it. Bounded: a full one takes nothing more.
/// </summary>
internal sealed unsafe class AddressTable
{
    private const int FirstSize = 2048;

    private readonly int _largest;
    private Slot* _slots = Allocate(FirstSize);
    private int _used;
    private int _growing;

    /// <summary>Creates a table.</summary>
    /// <param name="largest">How many slots it has at most, a power of two; half of them are used.</param>
    public AddressTable(int largest = 1 << 17) => _largest = largest;

    /// <summary>How many addresses are known.</summary>
    public int Count => Volatile.Read(ref _used);

    /// <summary>The slots now; the first one holds the mask.</summary>
    public Slot* Slots
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _slots;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Hash(nint address) => (int)(((ulong)address * 0x9E3779B97F4A7C15) >> 40);

    /// <summary>The slot of an address; null where it is not known. Its value is 0 while another thread is about to write it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slot* Find(Slot* slots, nint address)
    {
        int mask = slots->Value;
        for (int i = Hash(address) & mask; ; i = (i + 1) & mask)
        {
            Slot* slot = slots + i + 1;
            nint key = Volatile.Read(ref slot->Key);
            if (key == address)
                return slot;
            if (key == 0)
                return null;
        }
    }

    /// <summary>Says what stands at an address, in place of what was said before.</summary>
    /// <param name="address">The address.</param>
    /// <param name="value">What stands there.</param>
    /// <param name="stamp">How many collections there had been by then: code that can be unloaded is only sure to be the same until the next.</param>
    /// <param name="words">Of a method without a frame, how many words further up its caller's return address lies.</param>
    /// <param name="check">Tells its method from others.</param>
    /// <returns>False where there is no room.</returns>
    public bool Set(nint address, int value, int stamp, int words = 0, int check = 0)
    {
        Slot* slots = _slots;
        int mask = slots->Value;
        if (Volatile.Read(ref _used) * 2 > mask && !TryGrow(ref slots))
            return false;
        if (Insert(slots, new Slot { Key = address, Value = value, Stamp = stamp, Words = words, Check = check }))
            Interlocked.Increment(ref _used);
        return true;
    }

    private static Slot* Allocate(int size)
    {
        var slots = (Slot*)NativeMemory.AllocZeroed((nuint)(size + 1), (nuint)sizeof(Slot));
        slots->Value = size - 1;
        return slots;
    }

    private bool TryGrow(ref Slot* slots)
    {
        int size = slots->Value + 1;
        if (size >= _largest)
            return Volatile.Read(ref _used) < size - (size / 4); // so full that a search stays short
        if (Interlocked.Exchange(ref _growing, 1) != 0)
            return Volatile.Read(ref _used) < size - (size / 4); // somebody does it; what is added to the old table meanwhile may be lost, and is found again
        Slot* larger = Allocate(size * 2);
        int copied = 0;
        for (int i = 1; i <= size; i++)
        {
            if (slots[i].Key == 0 || slots[i].Value == 0)
                continue;
            Insert(larger, slots[i]);
            copied++;
        }

        Volatile.Write(ref _used, copied);
        _slots = larger;
        Volatile.Write(ref _growing, 0);
        slots = larger;
        return true;
    }

    private static bool Insert(Slot* slots, in Slot wanted)
    {
        int mask = slots->Value;
        for (int i = Hash(wanted.Key) & mask; ; i = (i + 1) & mask)
        {
            Slot* slot = slots + i + 1;
            nint key = slot->Key;
            bool fresh = key == 0 && (key = Interlocked.CompareExchange(ref slot->Key, wanted.Key, 0)) == 0;
            if (!fresh && key != wanted.Key)
                continue;
            slot->Stamp = wanted.Stamp;
            slot->Words = wanted.Words;
            slot->Check = wanted.Check;
            Volatile.Write(ref slot->Value, wanted.Value);
            return fresh;
        }
    }

    /// <summary>One address and what stands there.</summary>
    public struct Slot
    {
        public nint Key;
        public int Value;
        public int Stamp;
        public int Words;
        public int Check;
    }
}
