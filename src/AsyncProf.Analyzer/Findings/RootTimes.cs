using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Tables;

namespace AsyncProf.Findings;

/// <summary>The time of the roots of a profile, next to which the cost of a finding is small or large.</summary>
internal sealed class RootTimes
{
    private readonly ProfileData _data;
    private readonly int[] _rootOf;
    private readonly long[] _elapsed;
    private readonly long[] _task;

    public RootTimes(ProfileData data)
    {
        _data = data;
        _rootOf = data.RootOfEach();
        (_elapsed, _task) = StackSums.Totals(data);
    }

    /// <summary>A finding with the elapsed time that it costs, next to that of the roots in which its method is called.</summary>
    public Finding Elapsed(Finding finding, long ns) => With(finding, ns, RootsOf(finding.Subject).Sum(root => _elapsed[root]));

    /// <summary>A finding with the task time that it costs, next to that of the roots in which its method is called.</summary>
    public Finding Task(Finding finding, long ns) => With(finding, ns, RootsOf(finding.Subject).Sum(root => _task[root]));

    /// <summary>A finding with the time that it costs, next to a time that its rule knows better.</summary>
    public static Finding Of(Finding finding, long ns, long all) => With(finding, ns, all);

    /// <summary>The time of all roots.</summary>
    public long AllElapsed => _elapsed[0];

    /// <inheritdoc cref="AllElapsed"/>
    public long AllTask => _task[0];

    /// <summary>Without any time of roots to set it against, it may be all of it.</summary>
    private static Finding With(Finding finding, long ns, long of) => finding with { ImpactNs = ns, ImpactShare = of <= 0 ? 1 : Math.Min(1, (double)ns / of) };

    private HashSet<int> RootsOf(string method)
    {
        var roots = new HashSet<int>();
        for (int stack = 1; stack < _rootOf.Length; stack++)
        {
            if (_data.FrameOf(stack) is { Kind: FrameKind.Method or FrameKind.Entry } frame && frame.Name == method)
                roots.Add(_rootOf[stack]);
        }

        return roots;
    }
}
