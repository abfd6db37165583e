using System.Runtime.InteropServices;

namespace AsyncProf.Heap.Reading;

/// <summary>The registers of a stopped thread, in the form in which the runtime's debugging library takes them. Only of 64-bit Intel processors.</summary>
internal static unsafe class ThreadRegisters
{
    private const int ContextSize = 1232, Count = 27;

    /// <summary>What the context holds: control, integer and segment registers of AMD64.</summary>
    private const uint Flags = 0x100007;

    /// <summary>Where each register of <c>user_regs_struct</c> stands in the context; 0 where it has no place.</summary>
    private static readonly int[] Places =
    [
        0xf0, 0xe8, 0xe0, 0xd8, // r15 r14 r13 r12
        0xa0, 0x90, // rbp rbx
        0xd0, 0xc8, 0xc0, 0xb8, // r11 r10 r9 r8
        0x78, 0x80, 0x88, 0xa8, 0xb0, // rax rcx rdx rsi rdi
        0, 0xf8, 0, 0, 0x98, // orig_rax rip cs eflags rsp
    ];

    private const int StackPointerAt = 19;

    /// <summary>Whether registers can be had on this machine.</summary>
    public static bool AreKnown => RuntimeInformation.ProcessArchitecture == Architecture.X64 && OperatingSystem.IsLinux();

    /// <summary>The registers of a thread that this thread has stopped; null where they cannot be had.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="stackPointer">The end of its stack.</param>
    public static byte[]? Of(int thread, out ulong stackPointer)
    {
        stackPointer = 0;
        ulong* registers = stackalloc ulong[Count];
        if (!AreKnown || ThreadTrace.Ask(ThreadTrace.GetRegisters, thread, 0, (nint)registers) != 0)
            return null;
        byte[] context = new byte[ContextSize];
        BitConverter.TryWriteBytes(context.AsSpan(0x30), Flags);
        for (int i = 0; i < Places.Length; i++)
        {
            if (Places[i] != 0)
                BitConverter.TryWriteBytes(context.AsSpan(Places[i]), registers[i]);
        }

        stackPointer = registers[StackPointerAt];
        return context;
    }
}
