namespace AsyncProf.Testing.Twins;

/// <summary>One of two types whose state machines have the same short name.</summary>
internal static class TwinOne
{
    public static async Task SameAsync() => await Task.Delay(5);
}
