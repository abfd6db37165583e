using AsyncProf.Budgets;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Diffing;
using AsyncProf.Diffing.Runs;
using AsyncProf.Exporters;
using AsyncProf.Profiles;
using AsyncProf.Renderers.Diffs;

namespace AsyncProf.Cli.Diffing;

/// <summary>Compares the recordings that were named, prints the outcome, and turns it into an exit code.</summary>
internal static class DiffJob
{
    /// <summary>Exit codes: a regression, and what cannot be compared or proved.</summary>
    public const int Regression = 1, NotComparable = 3;

    private const int DefaultTop = 15;

    /// <summary>Returns the exit code.</summary>
    /// <exception cref="UserError">Something cannot be read or written.</exception>
    public static int Run(DiffRequest request, CliConsole console)
    {
        DiffTarget? target = DiffTarget.Of(request.Output, request.Force);
        MemoryBudget? kept = target is { NeedsProfiles: true } ? new MemoryBudget(request.Memory) : null;
        (DiffSide from, IReadOnlyList<AsyncProfile> bases) = Load("base", request.Base, request, kept);
        (DiffSide to, IReadOnlyList<AsyncProfile> heads) = Load("head", request.Head, request, kept);
        ProfileDiff diff = ProfileDiffer.Compare(from, to, request.Options);
        Print(diff, request, console);
        target?.Write(diff, bases, heads, kept ?? new MemoryBudget(request.Memory), console);
        StepSummary.Append(diff, console);
        int code = diff.Verdict switch { Verdict.NoRegression => 0, Verdict.Regression => Regression, _ => NotComparable };
        if (code != 0 && request.IsAdvisory)
            console.Say(FormattableString.Invariant($"--advisory: this would have exited with {code}."));
        return request.IsAdvisory ? 0 : code;
    }

    private static (DiffSide Side, IReadOnlyList<AsyncProfile> Profiles) Load(string side, IReadOnlyList<string> named, DiffRequest request, MemoryBudget? kept)
    {
        var runs = new List<RunMeasures>();
        var profiles = new List<AsyncProfile>();
        foreach (string file in DiffFiles.Of(side, named))
        {
            AsyncProfile profile = request.Filter.Apply(ProfileFiles.Load(file, kept ?? new MemoryBudget(request.Memory), request.Inference), request.FoldFramework);
            if (profile.Data.Samples.Count == 0)
                throw new UserError($"{file} of the {side} holds no time of any operation: record while the load that you mean is running{(request.Filter.IsAll ? "" : ", or ask for another part")}.");
            if (Unmeasured(profile, request.Options.Measure) is { } how)
                throw new UserError($"{file} of the {side} holds no {how}.");
            runs.Add(RunReader.Read(profile, Path.GetFileName(file), MeasuredBy(request.Options.Measure)));
            if (kept is not null)
                profiles.Add(profile);
        }

        return (new DiffSide(side, runs), profiles);
    }

    private static Func<ResourceUse, long>? MeasuredBy(DiffMeasure measure) => measure switch
    {
        DiffMeasure.Allocated => use => use.AllocatedBytes,
        DiffMeasure.Cpu => use => use.CpuNs,
        _ => null,
    };

    /// <summary>What a recording lacks, and how it comes in; null where it has it.</summary>
    private static string? Unmeasured(AsyncProfile profile, DiffMeasure measure) => measure switch
    {
        DiffMeasure.Allocated when profile.Recording.Allocated is null => "allocations: record with --alloc",
        DiffMeasure.Cpu when profile.Recording.Cpu is null => "time on processors: record with --cpu",
        _ => null,
    };

    /// <summary>Prints a comparison in the format that was asked for.</summary>
    internal static void Print(ProfileDiff diff, DiffRequest request, CliConsole console)
    {
        switch (request.Format)
        {
            case "json":
                console.WriteBytes(output => DiffJson.Write(diff, DiffSentences.Verdict(diff), output));
                console.Output.WriteLine();
                break;
            case "csv":
                console.Output.Write(DiffCsv.Write(diff));
                break;
            case "md":
                console.Output.Write(DiffMarkdown.Write(diff));
                break;
            default:
                Terminal terminal = Terminal.Of(console);
                terminal.Write(DiffText.Write(diff, TopValue.Parse(request.Top, diff.Roots.Count, DefaultTop), terminal.Width), hasHead: true);
                break;
        }
    }
}
