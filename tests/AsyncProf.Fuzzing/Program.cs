using System.Globalization;
using AsyncProf.Fuzzing;
using AsyncProf.Fuzzing.Targets;

if (args is not [var kind, var count, .. var rest] || FuzzTargets.Named(kind) is not { } target || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int inputs))
{
    Console.Error.WriteLine($"KIND COUNT [--seed N] [--keep FOLDER], where KIND is one of {string.Join(", ", FuzzTargets.Names)}");
    return 2;
}

int seed = 1;
string? folder = null;
for (int i = 0; i + 1 < rest.Length; i += 2)
{
    if (rest[i] == "--seed")
        seed = int.Parse(rest[i + 1], CultureInfo.InvariantCulture);
    else if (rest[i] == "--keep")
        folder = rest[i + 1];
}

using IFuzzTarget running = target;
FuzzResult result = new FuzzRun(target, seed).Run(inputs);
Console.WriteLine(FuzzResult.Head);
Console.WriteLine(result.Row);
foreach (FuzzFailure failure in result.Failures)
{
    Console.Error.WriteLine(failure);
    if (folder is not null)
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(folder).FullName, failure.FileName), failure.Input);
}

return result.Failures.Count == 0 ? 0 : 1;
