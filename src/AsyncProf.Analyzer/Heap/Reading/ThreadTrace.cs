using System.Runtime.InteropServices;

namespace AsyncProf.Heap.Reading;

/// <summary>What the kernel does to a thread for one that traces it.</summary>
internal static partial class ThreadTrace
{
    public const int GetRegisters = 12, Detach = 17, Seize = 0x4206, Interrupt = 0x4207;

    /// <summary>Asks for it; 0 where it is done, else the error is the last one.</summary>
    [LibraryImport("libc", EntryPoint = "ptrace", SetLastError = true)]
    public static partial nint Ask(nint request, nint thread, nint address, nint data);
}
