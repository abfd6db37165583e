using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using Microsoft.Diagnostics.Tracing;

namespace AsyncProf.Decoding.Samples;

/// <summary>
/// The stack of an event, as addresses. TraceEvent hands it out only through a converted copy of the whole file; in a stream it lies where ETW has it, in the extended data of the record:
/// https://learn.microsoft.com/windows/win32/api/evntcons/ns-evntcons-event_header_extended_data_item.
/// </summary>
internal static unsafe class StackField
{
    private const int CountAt = 84, DataAt = 88, ItemLength = 16, TypeAt = 2, SizeAt = 6, PointerAt = 8, MatchLength = 8;
    private const ushort Stack32 = 5, Stack64 = 6;

    private static readonly Func<TraceEvent, nint>? Record = Bind();

    /// <summary>Whether this version of TraceEvent has it where it is looked for.</summary>
    public static bool IsThere => Record is not null;

    /// <summary>The addresses, the leaf first; empty where there are none. Only there until the next event.</summary>
    /// <param name="data">The event.</param>
    /// <param name="buffer">Gets addresses that are shorter than 64 bits.</param>
    public static ReadOnlySpan<ulong> Of(TraceEvent data, Span<ulong> buffer)
    {
        byte* record = Record is null ? null : (byte*)Record(data);
        if (record is null)
            return [];
        byte* item = *(byte**)(record + DataAt);
        for (int left = *(ushort*)(record + CountAt); left > 0 && item is not null; left--, item += ItemLength)
        {
            ushort type = *(ushort*)(item + TypeAt);
            if (type is not (Stack32 or Stack64))
                continue;
            var addresses = new ReadOnlySpan<byte>((byte*)*(ulong*)(item + PointerAt) + MatchLength, Math.Max(0, *(ushort*)(item + SizeAt) - MatchLength));
            int width = type == Stack64 ? sizeof(ulong) : sizeof(uint), count = Math.Min(buffer.Length, addresses.Length / width);
            for (int i = 0; i < count; i++)
                buffer[i] = width == sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(addresses[(i * width)..]) : BinaryPrimitives.ReadUInt32LittleEndian(addresses[(i * width)..]);
            return buffer[..count];
        }

        return [];
    }

    /// <summary>The field is internal, and a pointer to a type that is.</summary>
    private static Func<TraceEvent, nint>? Bind()
    {
        if (typeof(TraceEvent).GetField("eventRecord", BindingFlags.Instance | BindingFlags.NonPublic) is not { FieldType.IsPointer: true } field)
            return null;
        var method = new DynamicMethod("RecordOf", typeof(nint), [typeof(TraceEvent)], typeof(StackField).Module, skipVisibility: true);
        ILGenerator code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldfld, field);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<TraceEvent, nint>>();
    }
}
