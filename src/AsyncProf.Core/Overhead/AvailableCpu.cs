using System.Globalization;

namespace AsyncProf.Overhead;

/// <summary>How much CPU a process may use: its processors, or what the quota of its control group leaves of them.</summary>
internal static class AvailableCpu
{
    /// <summary>No such file is longer; one that is says nothing.</summary>
    private const int MostBytes = 64 << 10;

    /// <summary>No less is believed: a quota of nothing would stop the process.</summary>
    private const double Least = 0.01;

    /// <summary>The CPU of this process, in cores.</summary>
    public static double Cores() => Cores("/", Environment.ProcessorCount);

    /// <summary>The CPU of a process.</summary>
    /// <param name="root">The directory in which <c>proc</c> and <c>sys</c> lie.</param>
    /// <param name="processors">How many processors it may run on.</param>
    /// <param name="process">Its directory in <c>proc</c>: its id, or <c>self</c>.</param>
    /// <returns>Cores, more than 0 and at most as many as there are processors.</returns>
    public static double Cores(string root, int processors, string process = "self")
    {
        double cores = Math.Max(1, processors);
        if (Text(Path.Combine(root, "proc", process, "cgroup")) is not { } groups)
            return cores; // no Linux, or no control groups
        string mounts = Path.Combine(root, "sys/fs/cgroup");
        foreach (string line in groups.Split('\n'))
        {
            if (line.Split(':', 3) is not [_, var controllers, var group])
                continue;
            if (controllers.Length == 0)
                cores = LeastOf(cores, mounts, group, static directory => Quota(Text(Path.Combine(directory, "cpu.max"))?.Split(' ')));
            else if (controllers.Split(',').Contains("cpu"))
                cores = Math.Min(LeastOf(cores, Path.Combine(mounts, "cpu"), group, QuotaOfV1), LeastOf(cores, Path.Combine(mounts, controllers), group, QuotaOfV1));
        }

        return cores;
    }

    /// <summary>The least quota of a group and of those around it, up to the mount; a container sees its own group as the mount itself.</summary>
    private static double LeastOf(double cores, string mount, string group, Func<string, double> quota)
    {
        string[] parts = group.Trim().Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Contains(".."))
            parts = []; // outside the namespace: what it says is of another group
        for (int depth = Math.Min(parts.Length, 64); depth >= 0; depth--)
            cores = Math.Min(cores, quota(Path.Combine([mount, .. parts[..depth]])));
        return cores;
    }

    private static double QuotaOfV1(string directory) =>
        Quota([Text(Path.Combine(directory, "cpu.cfs_quota_us")) ?? "", Text(Path.Combine(directory, "cpu.cfs_period_us")) ?? ""]);

    /// <summary>Cores by quota and period; infinity where there is no quota or it makes no sense.</summary>
    private static double Quota(string[]? words)
    {
        if (words is not [var quota, var period] || !TryRead(quota, out long used) || !TryRead(period, out long of))
            return double.PositiveInfinity;
        return Math.Max(Least, (double)used / of);
    }

    private static bool TryRead(string word, out long value) => long.TryParse(word.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;

    private static string? Text(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            byte[] bytes = new byte[MostBytes];
            int length = stream.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false);
            return length == MostBytes ? null : System.Text.Encoding.UTF8.GetString(bytes, 0, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
