using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AsyncProf.Files;

/// <summary>What Linux knows of a file and .NET does not tell.</summary>
/// <param name="User">The id of the user that owns it.</param>
/// <param name="Links">How many names it has.</param>
/// <param name="Kind">Whether it is a file, a link, a device, …, as <c>stat</c> has it.</param>
/// <param name="Inode">With <paramref name="Device"/>, what makes it itself.</param>
/// <param name="Device">Where it lies.</param>
internal readonly partial record struct FileFacts(uint User, uint Links, uint Kind, ulong Inode, ulong Device)
{
    private const int CurrentFolder = -100, EmptyPath = 0x1000, NoFollow = 0x100, Length = 256;
    private const uint BasicStats = 0x7ff, KindMask = 0xf000, Regular = 0x8000, Socket = 0xc000, Folder = 0x4000;

    /// <summary>Whether it is a file with contents.</summary>
    public bool IsFile => Kind == Regular;

    /// <summary>Whether it is a folder.</summary>
    public bool IsDirectory => Kind == Folder;

    /// <summary>Whether it is a socket.</summary>
    public bool IsSocket => Kind == Socket;

    /// <summary>The id of the user as whom this process acts.</summary>
    public static uint Self => GetUser();

    /// <summary>What a path names, a link itself and not what it leads to; null where that cannot be asked.</summary>
    public static FileFacts? Of(string path) => Ask(CurrentFolder, path, NoFollow);

    /// <summary>The same of an open file.</summary>
    public static FileFacts? Of(SafeFileHandle file) => Ask((int)file.DangerousGetHandle(), "", EmptyPath);

    private static FileFacts? Ask(int folder, string path, int flags)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        byte[] facts = new byte[Length]; // the layout is the same on every processor
        try
        {
            return Statx(folder, path, flags, BasicStats, facts) != 0 ? null : new FileFacts(
                Number(facts, 20), Number(facts, 16), BinaryPrimitives.ReadUInt16LittleEndian(facts.AsSpan(28)) & KindMask, BinaryPrimitives.ReadUInt64LittleEndian(facts.AsSpan(32)), ((ulong)Number(facts, 136) << 32) | Number(facts, 140));
        }
        catch (EntryPointNotFoundException)
        {
            return null; // a C library of before 2018
        }
    }

    private static uint Number(byte[] facts, int at) => BinaryPrimitives.ReadUInt32LittleEndian(facts.AsSpan(at));

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] facts);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetUser();
}
