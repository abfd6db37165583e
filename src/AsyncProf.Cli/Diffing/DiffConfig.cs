using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Diffing;

namespace AsyncProf.Cli.Diffing;

/// <summary>The file <c>asyncprof.json</c>, in which a project keeps what counts as a regression.</summary>
internal sealed class DiffConfig
{
    /// <summary>The file that is read from the current folder unless another is named.</summary>
    public const string Usual = "asyncprof.json";

    private const int MostBytes = 1 << 20;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>What <c>diff</c> reads.</summary>
    public Section? Diff { get; init; }

    /// <summary>What a file says over what holds without one.</summary>
    /// <param name="path">The file that was named; null for the usual one, if it is there.</param>
    /// <param name="folder">The current folder.</param>
    /// <param name="measure">What is compared.</param>
    /// <exception cref="UserError">It cannot be read, or says what nobody understands.</exception>
    public static DiffOptions Read(string? path, string folder, DiffMeasure measure = DiffMeasure.Elapsed)
    {
        var limits = DiffLimits.Of(measure);
        var usual = new DiffOptions { Measure = measure, Threshold = limits.Threshold, FloorNs = limits.Floor };
        string file = Path.Combine(folder, path ?? Usual);
        if (path is null && !File.Exists(file))
            return usual;
        try
        {
            return JsonSerializer.Deserialize<DiffConfig>(Bytes(file, path ?? Usual), Options)?.Diff?.Over(usual, path ?? Usual) ?? usual;
        }
        catch (JsonException exception)
        {
            throw new UserError($"{path ?? Usual} is not understood: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserError($"{path ?? Usual} cannot be read: {exception.Message}");
        }
    }

    /// <summary>A file, which may be one that does not end and says that it is empty.</summary>
    private static ReadOnlySpan<byte> Bytes(string file, string named)
    {
        using FileStream stream = File.OpenRead(file);
        byte[] bytes = new byte[MostBytes + 1];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read > MostBytes)
            throw new UserError($"{named} is larger than 1 MB: it is no configuration of asyncprof.");
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble, text = bytes.AsSpan(0, read);
        return text.StartsWith(mark) ? text[mark.Length..] : text;
    }

    /// <summary>The section <c>diff</c>.</summary>
    internal sealed class Section
    {
        public string? Threshold { get; init; }

        public string? Floor { get; init; }

        public string? Share { get; init; }

        public IReadOnlyList<Rule>? Rules { get; init; }

        /// <summary>The same for allocated bytes, in place of what holds for time.</summary>
        public Section? Allocated { get; init; }

        /// <summary>The same for time on processors.</summary>
        public Section? Cpu { get; init; }

        public DiffOptions Over(DiffOptions usual, string file)
        {
            Section? own = usual.Measure switch { DiffMeasure.Allocated => Allocated ?? new Section(), DiffMeasure.Cpu => Cpu ?? new Section(), _ => this };
            return usual with
            {
                Threshold = ShareValue.Parse($"threshold in {file}", own.Threshold) ?? usual.Threshold,
                FloorNs = FloorValue.Parse($"floor in {file}", own.Floor, usual.Measure) ?? usual.FloorNs,
                Share = ShareValue.Parse($"share in {file}", own.Share) ?? usual.Share,
                Rules = [.. (own.Rules ?? []).Select(rule => rule.Read(file, usual.Measure))],
            };
        }
    }

    /// <summary>Thresholds for the roots and methods that match.</summary>
    internal sealed class Rule
    {
        public string? Match { get; init; }

        public string? Threshold { get; init; }

        public string? Floor { get; init; }

        public bool Ignore { get; init; }

        public ThresholdRule Read(string file, DiffMeasure measure)
        {
            try
            {
                var match = new Regex(Match ?? throw new UserError($"A rule in {file} has no match: a regular expression for names of roots and methods."), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
                return new ThresholdRule(match, ShareValue.Parse($"threshold in {file}", Threshold), FloorValue.Parse($"floor in {file}", Floor, measure), Ignore);
            }
            catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
            {
                throw new UserError($"match in {file} is not a regular expression that can be used here: {exception.Message}");
            }
        }
    }
}
