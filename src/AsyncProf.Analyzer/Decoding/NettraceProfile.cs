using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using AsyncProf.Attribution;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Stitching;
using AsyncProf.Symbols;

namespace AsyncProf.Decoding;

/// <summary>Makes a profile of a <c>.nettrace</c> file: decodes, stitches and charges its events in one pass after one that reads which modules there were.</summary>
public static class NettraceProfile
{
    private const long SnapshotSeconds = 10, LongestEntrySeconds = 300;

    /// <summary>Reads a recording.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no such file; the message says what is wrong with it, in half a sentence.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static AsyncProfile Load(string path)
    {
        var rundown = new RundownReader();
        NettraceSummary summary = NettraceReader.Read(path, (provider, id, _, _, payload) => rundown.Take(provider, id, payload));
        var index = new MetadataIndex();
        var images = new List<PEReader>();
        try
        {
            foreach (string module in rundown.Modules)
                Add(index, images, module);
            return Stitch(path, summary, rundown, index);
        }
        finally
        {
            images.ForEach(image => image.Dispose());
        }
    }

    private static AsyncProfile Stitch(string path, NettraceSummary summary, RundownReader rundown, MetadataIndex index)
    {
        var clock = new TickClock(summary.TicksPerSecond);
        var names = new NameTable();
        var decoder = new TplDecoder(names);
        var methods = new MethodTable(names, index);
        var builder = new ProfileBuilder(names, methods, clock);
        var attributor = new Attributor(methods, builder);
        var stitcher = new Stitcher(names, methods, attributor, graceTicks: clock.Frequency / 20) { MaximumEntryTicks = LongestEntrySeconds * clock.Frequency };
        long first = 0, last = 0, snapshot = 0;
        NettraceReader.Read(path, (provider, id, thread, timestamp, payload) =>
        {
            if (first == 0)
                first = snapshot = timestamp;
            last = Math.Max(last, timestamp);
            if (!decoder.TryDecode(provider, id, payload, timestamp, out AsyncEvent e))
                return;
            stitcher.Process(stitcher.Thread(thread), e);
            if (timestamp - snapshot <= SnapshotSeconds * clock.Frequency)
                return;
            snapshot = timestamp;
            stitcher.Snapshot(timestamp); // so that what is kept does not grow with the file
        });
        stitcher.Finish(last);
        return builder.Build(RecordingInfo.Between(new StitcherCounts(), stitcher.Counts, clock) with
        {
            DurationNs = clock.ToNs(last - first),
            StartUtc = summary.StartUtc,
            Process = rundown.Process,
            RuntimeVersion = rundown.RuntimeVersion,
            Os = rundown.Os,
            Arch = rundown.Arch,
            Cpus = summary.Cpus,
            Source = "eventpipe",
            LostEvents = summary.LostEvents,
            IllegalTransitions = stitcher.Transitions.IllegalCount,
            InferredNames = attributor.InferredNames,
            Unbalanced = attributor.Unbalanced,
        });
    }

    /// <summary>Indexes a module where it lies. One that is gone, or is no module, leaves its methods their short names.</summary>
    private static void Add(MetadataIndex index, List<PEReader> images, string path)
    {
        try
        {
            if (!File.Exists(path))
                return;
            var image = new PEReader(File.OpenRead(path), PEStreamOptions.PrefetchMetadata);
            images.Add(image);
            if (image.HasMetadata)
                index.Add(image.GetMetadataReader());
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or UnauthorizedAccessException or InvalidOperationException or OverflowException)
        {
            // Its methods keep their short names.
        }
    }
}
