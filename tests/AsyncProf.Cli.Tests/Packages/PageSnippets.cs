using AsyncProf.Decoding;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Renderers;

namespace AsyncProf.Cli.Tests.Packages;

/// <summary>Code of the packages' pages, compiled. <see cref="PackagePageTests"/> checks that it is the same.</summary>
internal static class PageSnippets
{
    public static void Core()
    {
        AsyncProfile profile = AsyncProfile.Load("work.pb.gz").FoldFramework();
        foreach (MethodRow method in profile.Methods)
            Console.WriteLine($"{method.Method}: {method.Calls} calls, waiting {method.TaskSelf.WaitingNs / 1e6} ms");
    }

    public static void Analyzer()
    {
        AsyncProfile profile = NettraceProfile.Load("shop.nettrace");
        foreach (Finding finding in FindingRules.Find(profile))
            Console.WriteLine($"{finding.Severity} {finding.Id}: {finding.Subject}. {finding.Evidence}");
        using (FileStream page = File.Create("shop.html"))
            HtmlPage.Write(profile, FindingRules.Find(profile), "shop", page);
    }
}
