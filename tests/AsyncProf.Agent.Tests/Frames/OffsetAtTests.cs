using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncProf.Frames;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Agent.Tests.Frames;

public class OffsetAtTests
{
    private readonly OffsetAt _offsets = OffsetAt.TryBind()!;

    [Fact]
    public void Of_AddressesInOneMethod_AreTheirOffsets()
    {
        int[] told = [.. Enumerable.Range(0, 3).Select(where => _offsets.Of(AddressOf(Thrown(where)) - 1))]; // an exact address: that of the call, not where it returns to

        Assert.Equal(Enumerable.Range(0, 3).Select(where => new StackTrace(Thrown(where)).GetFrame(0)!.GetILOffset()), told);
        Assert.Equal(3, told.Distinct().Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Of_NoAddressOfCode_IsNoOffset(int address) => Assert.Equal(Place.NoOffset, _offsets.Of(address));

    private static nint AddressOf(Exception e)
    {
        object kept = typeof(Exception).GetField("_stackTrace", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(e)!;
        return MemoryMarshal.Cast<sbyte, nint>(kept as sbyte[] ?? (sbyte[])((object[])kept)[0])[2];
    }

    private static Exception Thrown(int where)
    {
        try
        {
            Throw(where);
        }
        catch (InvalidOperationException e)
        {
            return e;
        }

        throw new UnreachableException();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(int where)
    {
        if (where == 0)
            throw new InvalidOperationException();
        if (where == 1)
            throw new InvalidOperationException("one");
        throw new InvalidOperationException("two", null);
    }
}
