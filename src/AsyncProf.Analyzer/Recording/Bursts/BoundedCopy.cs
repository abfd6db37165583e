namespace AsyncProf.Recording.Bursts;

/// <summary>Streams of a process into memory, to a bound: a process can send anything.</summary>
internal static class BoundedCopy
{
    /// <summary>Copies a stream to its end, which it always reads; false if it was longer than what was kept.</summary>
    public static async Task<bool> TryCopyAsync(this Stream from, MemoryStream to, int most, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[1 << 16];
        bool isWhole = true;
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            isWhole &= to.Length + read <= most;
            if (isWhole)
                to.Write(buffer, 0, read);
        }

        return isWhole;
    }
}
