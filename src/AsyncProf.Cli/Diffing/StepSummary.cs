using AsyncProf.Cli.Output;
using AsyncProf.Diffing;
using AsyncProf.Renderers.Diffs;

namespace AsyncProf.Cli.Diffing;

/// <summary>The summary of a step of GitHub Actions: a file named by a variable, to which each step appends Markdown.</summary>
internal static class StepSummary
{
    /// <summary>The variable, as <c>https://docs.github.com/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary</c> has it.</summary>
    private const string Variable = "GITHUB_STEP_SUMMARY";

    /// <summary>Appends a comparison, if there is such a file. That it cannot be written changes nothing of the outcome.</summary>
    public static void Append(ProfileDiff diff, CliConsole console)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } file)
            return;
        try
        {
            OutputText.Append(file, DiffMarkdown.Write(diff) + "\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            console.Say($"The summary {file} cannot be written: {exception.Message}");
        }
    }
}
