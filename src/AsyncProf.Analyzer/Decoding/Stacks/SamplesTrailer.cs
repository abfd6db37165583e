using System.Buffers;
using AsyncProf.Budgets;
using AsyncProf.Events.Batches;

namespace AsyncProf.Decoding.Stacks;

/// <summary>
/// Sampled stacks behind the end of a <c>.nettrace</c> file, as a section of it (<see cref="FileSections"/>). Numbers are LEB128, as in batches:
/// <code>
/// version 1
/// modules: count, then each: number, assembly
/// methods: count, then each in order of addresses: start less the last one's, size, kind: 1 of the framework's own, 2 MoveNext, then module and state machine
/// stacks: count, then each: count of frames, then each zigzag less the one before
/// samples: count, then each: task id and timestamp zigzag less those before, number of the stack
/// </code>
/// </summary>
internal static class SamplesTrailer
{
    private const byte Version = 1, IsSystem = 1, IsMachine = 2;
    private const int LongestText = 4096, SmallestModule = 2, SmallestMethod = 3, SmallestStack = 1, SmallestSample = 3;

    /// <summary>After how many records it is looked how much has been kept; and what a stack of no frames takes, in bytes.</summary>
    private const int PollEach = 4096, EmptyStack = 32;

    /// <summary>Writes it where a file ends.</summary>
    public static void Append(Stream file, SampledStacks samples)
    {
        var body = new ArrayBufferWriter<byte>();
        Write(samples, body);
        FileSections.Append(file, FileSections.Stacks, body.WrittenSpan);
    }

    /// <summary>Reads it; null where there is none, or it is damaged: names stay ambiguous then.</summary>
    /// <param name="path">The file.</param>
    /// <param name="memory">What reading it takes is charged there; null for the usual limit.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SampledStacks? Read(string path, MemoryAccount? memory = null)
    {
        memory ??= new MemoryBudget(MemoryBudget.DefaultLimit).Open();
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (FileSections.Find(file, FileSections.Stacks) is not (var from, var length))
            return null;
        long before = memory.Held;
        memory.Charge(length);
        byte[] body = new byte[length];
        file.Position = from;
        file.ReadExactly(body);
        try
        {
            return Read(body.AsSpan(), memory);
        }
        catch (BatchFormatException)
        {
            return null;
        }
        finally
        {
            memory.Set(before); // what is kept of it is counted by who keeps it
        }
    }

    private static void Write(SampledStacks samples, ArrayBufferWriter<byte> output)
    {
        BatchWriter.Byte(output, Version);
        BatchWriter.Unsigned(output, (ulong)samples.Methods.Modules.Count);
        foreach ((ulong module, string assembly) in samples.Methods.Modules)
        {
            BatchWriter.Unsigned(output, module);
            BatchWriter.Text(output, assembly, LongestText);
        }

        BatchWriter.Unsigned(output, (ulong)samples.Methods.Ranges.Count);
        ulong start = 0;
        foreach (MethodRange method in samples.Methods.Ranges.OrderBy(method => method.Start))
        {
            BatchWriter.Unsigned(output, method.Start - start);
            start = method.Start;
            BatchWriter.Unsigned(output, method.Size);
            BatchWriter.Byte(output, (byte)((method.IsSystem ? IsSystem : 0) | (method.Machine is null ? 0 : IsMachine)));
            if (method.Machine is null)
                continue;
            BatchWriter.Unsigned(output, method.Module);
            BatchWriter.Text(output, method.Machine, LongestText);
        }

        BatchWriter.Unsigned(output, (ulong)samples.Stacks.Count);
        foreach (ulong[] stack in samples.Stacks)
        {
            BatchWriter.Unsigned(output, (ulong)stack.Length);
            ulong last = 0;
            foreach (ulong frame in stack)
            {
                BatchWriter.Signed(output, unchecked((long)(frame - last)));
                last = frame;
            }
        }

        BatchWriter.Unsigned(output, (ulong)samples.Samples.Count);
        var before = default(StackSample);
        foreach (StackSample sample in samples.Samples)
        {
            BatchWriter.Signed(output, sample.TaskId - (long)before.TaskId);
            BatchWriter.Signed(output, unchecked(sample.Timestamp - before.Timestamp));
            BatchWriter.Unsigned(output, (ulong)sample.Stack);
            before = sample;
        }
    }

    private static SampledStacks? Read(ReadOnlySpan<byte> body, MemoryAccount memory)
    {
        var reader = new ByteReader(body);
        if (reader.Byte() != Version)
            return null;
        var samples = new SampledStacks();
        long charged = 0;
        for (int left = reader.Count(SmallestModule); left > 0; left--)
            samples.Methods.AddModule(reader.Unsigned(), reader.Text());
        ulong start = 0;
        for (int left = reader.Count(SmallestMethod); left > 0; left--)
        {
            start = unchecked(start + reader.Unsigned());
            uint size = (uint)reader.Int31();
            byte kind = reader.Byte();
            Poll(left);
            bool isMachine = (kind & IsMachine) != 0;
            samples.Methods.Add(new MethodRange(start, size, isMachine ? reader.Unsigned() : 0, isMachine ? reader.Text() : null, (kind & IsSystem) != 0));
        }

        int count = reader.Count(SmallestStack);
        memory.Charge(count * (long)EmptyStack);
        var stacks = new ulong[count][];
        for (int i = 0; i < stacks.Length; i++)
        {
            int frames = reader.Count(SmallestStack);
            memory.Charge(frames * (long)sizeof(ulong));
            stacks[i] = new ulong[frames];
            ulong last = 0;
            foreach (ref ulong frame in stacks[i].AsSpan())
                frame = last = unchecked(last + (ulong)reader.Signed());
        }

        long task = 0, time = 0;
        for (int left = reader.Count(SmallestSample); left > 0; left--)
        {
            task = unchecked(task + reader.Signed());
            time = unchecked(time + reader.Signed());
            int stack = reader.Int31();
            Poll(left);
            if (stack >= stacks.Length)
                throw reader.Damaged("a sample has a stack that is not there");
            samples.Add(unchecked((int)task), time, stacks[stack]);
        }

        return samples;

        void Poll(int left)
        {
            if (left % PollEach != 0)
                return;
            memory.Charge(samples.KeptBytes - charged);
            charged = samples.KeptBytes;
        }
    }
}
