using AsyncProf.Budgets;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Diffing;
using AsyncProf.Diffing.Runs;
using AsyncProf.Exporters;
using AsyncProf.Fleets;
using AsyncProf.Profiles;
using AsyncProf.Renderers.Diffs;

namespace AsyncProf.Cli.Diffing;

/// <summary>Compares the recordings that were named, prints the outcome, and turns it into an exit code.</summary>
internal static class DiffJob
{
    /// <summary>Exit codes: a regression, and what cannot be compared or proved.</summary>
    public const int Regression = 1, NotComparable = 3;

    private const int DefaultTop = 15;

    /// <summary>The same for sides that may be in a store.</summary>
    /// <inheritdoc cref="Run"/>
    public static async Task<int> RunAsync(DiffRequest request, CliConsole console, CancellationToken stop)
    {
        if (request.Fleet is not { } fleet)
            return Run(request, console);
        DiffTarget? target = DiffTarget.Of(request.Output, request.Force);
        var memory = new MemoryBudget(request.Memory);
        (FleetUnits bases, FleetUnits heads) = await FleetSides.ReadAsync(fleet, request.Inference, memory, stop);
        return Finish(request, console, target, memory, SideOf("base", bases, request), SideOf("head", heads, request));
    }

    /// <summary>Returns the exit code.</summary>
    /// <exception cref="UserError">Something cannot be read or written.</exception>
    public static int Run(DiffRequest request, CliConsole console)
    {
        DiffTarget? target = DiffTarget.Of(request.Output, request.Force);
        MemoryBudget? kept = target is { NeedsProfiles: true } ? new MemoryBudget(request.Memory) : null;
        return Finish(request, console, target, kept ?? new MemoryBudget(request.Memory), Load("base", request.Base, request, kept), Load("head", request.Head, request, kept));
    }

    private static int Finish(
        DiffRequest request, CliConsole console, DiffTarget? target, MemoryBudget memory, (DiffSide Side, IReadOnlyList<AsyncProfile> Profiles) from, (DiffSide Side, IReadOnlyList<AsyncProfile> Profiles) to)
    {
        ProfileDiff diff = ProfileDiffer.Compare(from.Side, to.Side, request.Options);
        Print(diff, request, console);
        target?.Write(diff, from.Profiles, to.Profiles, memory, console);
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
            AsyncProfile profile = Asked(ProfileFiles.Load(file, kept ?? new MemoryBudget(request.Memory), request.Inference), request);
            if (profile.Data.Samples.Count == 0)
                throw new UserError($"{file} of the {side} holds no time of any operation: record while the load that you mean is running{(request.Filter.IsAll ? "" : ", or ask for another part")}.");
            if (Lacking(profile, request.Options.Measure) is { } how)
                throw new UserError($"{file} of the {side} holds no {how}.");
            runs.Add(RunReader.Read(profile, Path.GetFileName(file), MeasuredBy(request.Options.Measure)));
            if (kept is not null)
                profiles.Add(profile);
        }

        return (new DiffSide(side, runs), profiles);
    }

    private static (DiffSide Side, IReadOnlyList<AsyncProfile> Profiles) SideOf(string side, FleetUnits units, DiffRequest request)
    {
        (string Name, AsyncProfile Profile)[] parts = [.. units.Units.Select(unit => (unit.Name, Profile: Asked(unit.Profile, request))).Where(unit => unit.Profile.Data.Samples.Count > 0)];
        return parts.Length == 0
            ? throw new UserError($"The {side} holds no time of any operation: ask for another part.")
            : (new DiffSide(side, [.. parts.Select(part => RunReader.Read(part.Profile, part.Name))]) { Remark = units.Remark, Doubt = units.Doubt, Overlap = units.Overlap }, [.. parts.Select(part => part.Profile)]);
    }

    /// <summary>The part that was asked for, by method or by library.</summary>
    private static AsyncProfile Asked(AsyncProfile profile, DiffRequest request)
    {
        AsyncProfile part = request.Filter.Apply(profile, request.FoldFramework);
        return request.ByLibrary ? part.ByLibrary() : part;
    }

    private static Func<ResourceUse, long>? MeasuredBy(DiffMeasure measure) => measure switch
    {
        DiffMeasure.Allocated => use => use.AllocatedBytes,
        DiffMeasure.Cpu => use => use.CpuNs,
        _ => null,
    };

    /// <summary>What a recording lacks, and how it comes in; null where it has it.</summary>
    private static string? Lacking(AsyncProfile profile, DiffMeasure measure) => measure switch
    {
        DiffMeasure.Allocated => Unmeasured.Allocations(profile.Recording),
        DiffMeasure.Cpu => Unmeasured.Cpu(profile.Recording),
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
            case DiffRequest.Brief:
                console.Output.Write(DiffBrief.Write(diff, CommandsOf(request)));
                break;
            default:
                Terminal terminal = Terminal.Of(console);
                terminal.Write(DiffText.Write(diff, TopValue.Parse(request.Top, diff.Roots.Count, DefaultTop), terminal.Width), hasHead: true);
                break;
        }
    }

    /// <summary>What to ask next after a brief.</summary>
    private static IReadOnlyList<string> CommandsOf(DiffRequest request)
    {
        string[][] commands = [["--format", "json"], .. request.Output is null ? (string[][])[["-o", "diff.html"]] : []];
        return [.. commands.Select(words => ShellWord.Join(["asyncprof", "diff", .. request.Words, .. words]))];
    }
}
