using System.Globalization;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>The names of a process's threads, which the class library does not tell.</summary>
internal static class ThreadNames
{
    /// <summary>One for each thread that is there; threads that end meanwhile are left out.</summary>
    public static string[] Of(int pid)
    {
        string[] threads = Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task"));
        return [.. threads.Select(thread => NameIn(Path.Combine(thread, "comm"))).Where(name => name.Length > 0)];
    }

    private static string NameIn(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (IOException)
        {
            return ""; // ended between the listing and the reading
        }
    }
}
