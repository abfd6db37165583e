using System.Text;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Exporters.Otlp.Sending;

/// <summary>What a receiver says of a batch that it took: an <c>ExportTraceServiceResponse</c>.</summary>
internal static class PartialSuccess
{
    private const int LongestMessage = 500;

    /// <summary>How many spans it did not want, and why. What is no such response says nothing.</summary>
    public static (long Rejected, string Message) Read(ReadOnlySpan<byte> response)
    {
        (long rejected, string message) = (0, "");
        try
        {
            var fields = new ProtoReader(response);
            while (fields.Next())
            {
                if (fields.Field != 1)
                    continue;
                var partial = new ProtoReader(fields.Bytes);
                while (partial.Next())
                {
                    if (partial is { Field: 1, IsNumber: true })
                        rejected = Math.Max(0, (long)partial.Number);
                    else if (partial.Field == 2)
                        message = Encoding.UTF8.GetString(partial.Bytes[..Math.Min(partial.Bytes.Length, LongestMessage)]);
                }
            }
        }
        catch (InvalidDataException)
        {
            return (0, "");
        }

        return (rejected, message);
    }
}
