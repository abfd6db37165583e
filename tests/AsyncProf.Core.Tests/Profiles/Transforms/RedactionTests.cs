using System.Collections;
using System.Reflection;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Testing;
using AsyncProf.Testing.Names;

namespace AsyncProf.Core.Tests.Profiles.Transforms;

public class RedactionTests
{
    private const string Secret = "secret";

    /// <summary>The texts that a profile may hold and that go, as they could be. All others are names of code, and stay.</summary>
    private static readonly Dictionary<string, string> Surroundings = new(StringComparer.Ordinal)
    {
        ["route"] = "GET /secret/17",
        ["file"] = "/home/secret/src/Orders.cs",
        ["link"] = "https://git.example/secret/Orders.cs",
        ["assembly"] = @"C:\secret\Shop",
        ["process"] = "secret",
        ["runtime"] = "10.0.1-rc.2 (secret)",
        ["os"] = "Linux secret 6.1",
        ["arch"] = "x64 secret",
        ["source"] = "agent@secret",
        ["names by"] = "look-ups, because secret",
        ["events by"] = "listener, because secret",
        ["trigger"] = "meter: secret.requests is 7, more than 5",
        ["trace"] = "secret",
    };

    /// <summary>A text that the profile of the other tests does not have could be forgotten by them.</summary>
    [Fact]
    public void NamedProfile_HasATextInEveryFieldThatCanHoldOne()
    {
        var found = new Dictionary<string, bool>(StringComparer.Ordinal);
        AsyncProfile profile = NamedProfile.Of(field => $"<{field}>");

        Visit(profile.Data, found, []);
        Visit(profile.Recording, found, []);

        Assert.Contains("Frame.File", found.Keys);
        Assert.Contains("RecordingInfo.Process", found.Keys);
        Assert.All(found, field => Assert.True(field.Value, field.Key));
    }

    [Fact]
    public void Redact_OfEveryText_LeavesOnlyWhatNamesCode()
    {
        var code = new HashSet<string>(StringComparer.Ordinal);

        AsyncProfile redacted = NamedProfile.Of(TextOf).Redact();
        string text = ProfileDump.Of(redacted);

        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, string.Concat(FramesOf(redacted.Data.Timeline!)), StringComparison.Ordinal);
        Assert.Contains("GET (path)", FramesOf(redacted.Data.Timeline!).Select(frame => frame.Name));
        Assert.All((string[])["GET (path)", "|Orders.cs:7|", "process=\n", "runtimeVersion=10.0.1-rc.2\n", "os=Linux\n", "arch=x64\n", "source=agent\n", "namesBy=look-ups\n", "trigger.reason=meter\n", "trigger.route=GET (path)\n", "trigger.traceId=\n", "pid=0\n"], kept => Assert.Contains(kept, text, StringComparison.Ordinal));
        Assert.NotEmpty(code);
        Assert.All(code.Where(field => field is not "candidate"), field => Assert.Contains($"Shop.{field}", text, StringComparison.Ordinal));

        string TextOf(string field)
        {
            if (Surroundings.TryGetValue(field, out string? text))
                return text;
            code.Add(field);
            return $"Shop.{field}";
        }
    }

    [Fact]
    public void Redact_OfAnAppWithItsAssemblysName_KeepsTheName()
    {
        AsyncProfile redacted = NamedProfile.Of(field => field is "process" or "assembly" ? "Shop" : field).Redact();

        Assert.Equal("Shop", redacted.Recording.Process);
    }

    [Fact]
    public void Redact_KeepsEveryNumber()
    {
        AsyncProfile whole = NamedProfile.Of(field => field), redacted = whole.Redact();

        Assert.Equal(whole.Tree.ElapsedTotal, redacted.Tree.ElapsedTotal);
        Assert.Equal(whole.Tree.TaskTotal, redacted.Tree.TaskTotal);
        Assert.Equal(whole.Methods.Select(row => (row.Calls, row.MaxNs, row.Line)).Order(), redacted.Methods.Select(row => (row.Calls, row.MaxNs, row.Line)).Order());
        Assert.Equal(whole.Methods.SelectMany(row => row.Awaits).Sum(row => row.WaitingNs), redacted.Methods.SelectMany(row => row.Awaits).Sum(row => row.WaitingNs));
        Assert.Equal(whole.Recording.DurationNs, redacted.Recording.DurationNs);
    }

    [Theory]
    [InlineData("GET /orders/{id}", "GET /orders/{id}")]
    [InlineData("GET /orders/{id:int}/{*rest}", "GET /orders/{id:int}/{*rest}")]
    [InlineData("GET /", "GET /")]
    [InlineData("POST", "POST")]
    [InlineData("GET (unmatched)", "GET (unmatched)")]
    [InlineData("(request)", "(request)")]
    [InlineData("GET /users/alice", "GET (path)")]
    [InlineData("GET /users/{}/alice", "GET (path)")]
    [InlineData("GET /a\n/alice", "GET (path)")]
    [InlineData("_OTHER /alice", "_OTHER (path)")]
    [InlineData("import of alice", "(scope)")]
    [InlineData("IMPORT alice", "(scope)")]
    public void Redact_OfARoot_KeepsATemplateAndNoPath(string name, string expected)
    {
        AsyncProfile redacted = NamedProfile.Of(field => field == "route" ? name : field).Redact();

        Assert.Equal(expected, Assert.Single(redacted.Roots, root => root.Name != "root").Name);
        Assert.Contains(redacted.Methods, row => row.Method == expected);
    }

    [Fact]
    public void Redact_OfTwoPaths_AddsThemUp()
    {
        AsyncProfile[] profiles = [NamedProfile.Of(field => field == "route" ? "GET /alice" : field), NamedProfile.Of(field => field == "route" ? "GET /bob" : field)];

        RootRow root = Assert.Single(AsyncProfile.Merge(profiles).Redact().Roots, root => root.Name == "GET (path)");

        Assert.Equal(profiles.Sum(profile => profile.Roots.Single(one => one.Name != "root").Count), root.Count);
    }

    /// <summary>Every text of every object of ours, whatever holds it.</summary>
    private static IEnumerable<Frame> FramesOf(Timeline timeline) =>
        [.. timeline.Loads!.Select(load => load.Frame), .. timeline.Roots.SelectMany(root => root.Nodes.Select(node => node.Frame).Concat(root.Path.Concat(root.Own).Select(piece => piece.On).OfType<Frame>()))];

    private static void Visit(object? value, Dictionary<string, bool> found, HashSet<object> seen)
    {
        if (value is null or string || (!value.GetType().IsValueType && !seen.Add(value)))
            return;
        if (value is IEnumerable all)
        {
            foreach (object? item in all)
                Visit(item, found, seen);
            return;
        }

        if (value.GetType() is var type && !type.Namespace!.StartsWith("AsyncProf", StringComparison.Ordinal) && !type.Name.StartsWith("ValueTuple", StringComparison.Ordinal) && !type.Name.StartsWith("KeyValuePair", StringComparison.Ordinal))
            return;
        BindingFlags any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
        foreach (PropertyInfo property in type.GetProperties(any).Where(property => property.GetIndexParameters().Length == 0 && property.Name != "EqualityContract"))
        {
            object? held = property.GetValue(value);
            if (property.PropertyType == typeof(string) || typeof(IEnumerable<string>).IsAssignableFrom(property.PropertyType))
            {
                string name = $"{type.Name}.{property.Name}";
                IEnumerable<string> texts = held as IEnumerable<string> ?? (held is string text ? [text] : []);
                found[name] = texts.Any(one => one.Contains('<', StringComparison.Ordinal)) || found.GetValueOrDefault(name);
                continue;
            }

            Visit(held, found, seen);
        }

        foreach (FieldInfo field in type.GetFields(BindingFlags.Public | BindingFlags.Instance)) // those of a tuple
        {
            if (field.FieldType != typeof(string))
                Visit(field.GetValue(value), found, seen);
        }
    }
}
