using System.Globalization;
using System.Text;
using AsyncProf.Exporters;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Renderers;
using AsyncProf.Testing;

namespace AsyncProf.Analyzer.Tests.Exporters;

/// <summary>
/// Every exporter over every golden profile, under three cultures, against the files in <c>Approved</c>. After a change that is meant, run once with
/// ASYNCPROF_APPROVE=1 and look at what git shows.
/// </summary>
public class ApprovedFilesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "AsyncProf.Analyzer.Tests", "Exporters", "Approved");

    private static readonly Dictionary<string, Action<AsyncProfile, Stream>> Writers = new()
    {
        ["speedscope.json"] = Speedscope.Write,
        ["perfetto.json"] = Perfetto.Write,
        ["folded"] = (profile, output) => Text(output, text => Folded.Write(profile, ProfileAxis.Elapsed, text)),
        ["task.folded"] = (profile, output) => Text(output, text => Folded.Write(profile, ProfileAxis.Task, text)),
        ["page.json"] = (profile, output) => PageData.Write(profile, FindingRules.Find(profile), output),
        ["md"] = (profile, output) => Text(output, text => text.Write(ReportMarkdown.Write(profile, profile.Methods, FindingRules.Find(profile)))),
        ["csv"] = (profile, output) => Text(output, text => text.Write(ReportCsv.Write(profile.Methods))),
        ["report.json"] = (profile, output) => ReportJson.Write(profile, profile.Methods, FindingRules.Find(profile), output),
    };

    public static TheoryData<string, string> Files
    {
        get
        {
            var files = new TheoryData<string, string>();
            foreach (string profile in GoldenProfiles.Names)
            {
                foreach (string format in Writers.Keys)
                    files.Add(profile, format);
            }

            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Write_AGoldenProfileUnderAnyCulture_IsTheApprovedFile(string profile, string format)
    {
        string path = Path.Combine(Folder, $"{profile}.{format}");
        foreach (string culture in (string[])["", "de-DE", "ar-SA"])
        {
            CultureInfo before = CultureInfo.CurrentCulture;
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            try
            {
                using var bytes = new MemoryStream();
                Writers[format](GoldenProfiles.Get(profile), bytes);
                if (Environment.GetEnvironmentVariable("ASYNCPROF_APPROVE") == "1")
                    File.WriteAllBytes(path, bytes.ToArray());
                Assert.Equal(File.ReadAllText(path), Encoding.UTF8.GetString(bytes.ToArray()));
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        }
    }

    private static void Text(Stream output, Action<TextWriter> write)
    {
        using var text = new StreamWriter(output, leaveOpen: true);
        write(text);
    }
}
