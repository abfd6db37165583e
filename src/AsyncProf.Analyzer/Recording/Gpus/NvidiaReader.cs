using System.Runtime.InteropServices;

namespace AsyncProf.Recording.Gpus;

/// <summary>
/// NVIDIA's management library, where it is installed: it comes with the driver. It is loaded when a recording begins, and where it is not there, or does not do what is needed, nothing is said.
/// https://docs.nvidia.com/deploy/nvml-api.
/// </summary>
internal sealed unsafe class NvidiaReader : IGpuReader
{
    /// <summary>The path of another library with the same entry points.</summary>
    public const string Variable = "ASYNCPROF_NVML";

    private const int Success = 0, TooSmall = 7, MostDevices = 64, MostProcesses = 4096, MostPercent = 100;

    /// <summary>What the library says of memory that it does not know.</summary>
    private const ulong Unknown = ulong.MaxValue;

    private readonly nint _library;
    private readonly nint[] _devices;
    private readonly ulong[] _seen;
    private readonly delegate* unmanaged<nint, UtilizationSample*, uint*, ulong, int> _utilization;
    private readonly delegate* unmanaged<nint, uint*, ProcessMemory*, int> _processes;
    private readonly delegate* unmanaged<int> _shutDown;

    private NvidiaReader(nint library, nint[] devices, nint utilization, nint processes, nint shutDown)
    {
        (_library, _devices, _seen) = (library, devices, new ulong[devices.Length]);
        _utilization = (delegate* unmanaged<nint, UtilizationSample*, uint*, ulong, int>)utilization;
        _processes = (delegate* unmanaged<nint, uint*, ProcessMemory*, int>)processes;
        _shutDown = (delegate* unmanaged<int>)shutDown;
    }

    /// <summary>Opens it; null where it is not there, or sees no device.</summary>
    public static NvidiaReader? Open()
    {
        string name = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } own ? own : OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1";
        if (!NativeLibrary.TryLoad(name, out nint library))
            return null;
        if (TryStart(library) is { } reader)
            return reader;
        NativeLibrary.Free(library);
        return null;
    }

    /// <inheritdoc/>
    public (double Percent, long MemoryBytes)? Read(int pid)
    {
        double percent = 0;
        long memory = 0;
        for (int device = 0; device < _devices.Length; device++)
        {
            percent += UtilizationOf(device, pid);
            memory += MemoryOf(device, pid);
        }

        return (percent, memory);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _shutDown();
        NativeLibrary.Free(_library);
    }

    private static NvidiaReader? TryStart(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "nvmlInit_v2", out nint start) || !NativeLibrary.TryGetExport(library, "nvmlShutdown", out nint shutDown)
            || !NativeLibrary.TryGetExport(library, "nvmlDeviceGetCount_v2", out nint count) || !NativeLibrary.TryGetExport(library, "nvmlDeviceGetHandleByIndex_v2", out nint handle)
            || !NativeLibrary.TryGetExport(library, "nvmlDeviceGetProcessUtilization", out nint utilization))
            return null;
        if (!NativeLibrary.TryGetExport(library, "nvmlDeviceGetComputeRunningProcesses_v3", out nint processes))
            NativeLibrary.TryGetExport(library, "nvmlDeviceGetComputeRunningProcesses_v2", out processes); // the same layout; drivers before 510
        if (((delegate* unmanaged<int>)start)() != Success)
            return null;
        uint devices = 0;
        var found = new List<nint>();
        if (((delegate* unmanaged<uint*, int>)count)(&devices) == Success)
        {
            for (uint index = 0; index < Math.Min(devices, MostDevices); index++)
            {
                nint device = 0;
                if (((delegate* unmanaged<uint, nint*, int>)handle)(index, &device) == Success)
                    found.Add(device);
            }
        }

        if (found.Count > 0)
            return new NvidiaReader(library, [.. found], utilization, processes, shutDown);
        ((delegate* unmanaged<int>)shutDown)();
        return null;
    }

    /// <summary>The average of what the driver has sampled of the process since the last time.</summary>
    private double UtilizationOf(int device, int pid)
    {
        uint count = 0;
        if (_utilization(_devices[device], null, &count, _seen[device]) is not (TooSmall or Success) || count is 0 or > MostProcesses)
            return 0;
        var samples = new UtilizationSample[count];
        fixed (UtilizationSample* first = samples)
        {
            if (_utilization(_devices[device], first, &count, _seen[device]) != Success)
                return 0; // nobody was on it
        }

        ulong since = _seen[device];
        double sum = 0;
        int own = 0;
        foreach (UtilizationSample sample in samples.AsSpan(0, (int)Math.Min(count, (uint)samples.Length)))
        {
            if (sample.TimeStamp <= since)
                continue;
            _seen[device] = Math.Max(_seen[device], sample.TimeStamp);
            if (sample.Pid != pid)
                continue;
            sum += Math.Min(sample.Cores, MostPercent);
            own++;
        }

        return own == 0 ? 0 : sum / own;
    }

    private long MemoryOf(int device, int pid)
    {
        uint count = 0;
        if (_processes == null || _processes(_devices[device], &count, null) is not (TooSmall or Success) || count is 0 or > MostProcesses)
            return 0;
        count += 8; // others may come in between
        var processes = new ProcessMemory[count];
        fixed (ProcessMemory* first = processes)
        {
            if (_processes(_devices[device], &count, first) != Success)
                return 0;
        }

        long bytes = 0;
        foreach (ProcessMemory process in processes.AsSpan(0, (int)Math.Min(count, (uint)processes.Length)))
            bytes += process.Pid == pid && process.Bytes is not Unknown and < long.MaxValue / MostDevices ? (long)process.Bytes : 0;
        return bytes;
    }

    /// <summary><c>nvmlProcessUtilizationSample_t</c>: how much of the time, in percent, the cores of a device had something of a process to do.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct UtilizationSample
    {
        public readonly uint Pid;
        public readonly ulong TimeStamp;
        public readonly uint Cores;
        public readonly uint Memory;
        public readonly uint Encoder;
        public readonly uint Decoder;
    }

    /// <summary><c>nvmlProcessInfo_t</c> of the second version: the memory of a process on a device.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ProcessMemory
    {
        public readonly uint Pid;
        public readonly ulong Bytes;
        public readonly uint GpuInstance;
        public readonly uint ComputeInstance;
    }
}
