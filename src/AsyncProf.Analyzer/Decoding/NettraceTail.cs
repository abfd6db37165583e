using AsyncProf.Decoding.Stacks;

namespace AsyncProf.Decoding;

/// <summary>
/// The end of a <c>.nettrace</c> file as a file of its own: what describes events, and the last blocks of them. A session's rundown stands there, so that reading only
/// the modules does not take reading the hundreds of megabytes before it.
/// </summary>
internal static class NettraceTail
{
    /// <summary>The end of a file, read from a stream at its beginning; null where there is nothing to be left out, or the format is another.</summary>
    /// <param name="file">The stream.</param>
    /// <param name="kept">How much of its end is kept, in bytes.</param>
    public static Stream? Open(FileStream file, long kept)
    {
        long end = file.Length - FileSections.LengthIn(file);
        file.Position = 0;
        if (end < kept * 2 || NettraceBlocks.Of(file, isLastOnly: true) is not { } blocks)
            return null;
        long from = end - kept;
        return new SplicedStream(file, blocks.Where(block => block.IsDescription || block.Data + block.DataLength > from));
    }
}
