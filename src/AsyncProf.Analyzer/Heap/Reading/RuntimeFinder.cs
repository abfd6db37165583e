using System.Diagnostics;
using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Reading;

/// <summary>The runtime in what is read.</summary>
internal static class RuntimeFinder
{
    /// <summary>The one runtime.</summary>
    /// <param name="target">What is read.</param>
    /// <param name="name">What that is called in a sentence.</param>
    /// <exception cref="HeapException">There is none that can be read.</exception>
    public static ClrInfo Find(DataTarget target, string name)
    {
        ClrInfo? found = target.ClrVersions.FirstOrDefault(info => info.Flavor == ClrFlavor.Core);
        if (found is null)
            throw new HeapException($"There is no .NET runtime to be read in {name}: it is none, it has not started, or it is published as a single file.");
        return found;
    }

    /// <summary>The version of a runtime by where it lies; empty where that does not tell.</summary>
    public static string VersionOf(string path)
    {
        string folder = Path.GetFileName(Path.GetDirectoryName(path) ?? "");
        if (Version.TryParse(folder.Split('-')[0], out _))
            return folder; // shared/Microsoft.NETCore.App/10.0.1/libcoreclr.so
        string core = Path.Combine(Path.GetDirectoryName(path) ?? "", "System.Private.CoreLib.dll");
        return File.Exists(core) && FileVersionInfo.GetVersionInfo(core).ProductVersion is { } version ? version.Split('+')[0] : "";
    }
}
